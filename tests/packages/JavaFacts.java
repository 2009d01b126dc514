// java --add-exports jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED JavaFacts.java < paths: for each
// path one line of JSON, [[role, start, end, name], …], or null where javac's parser finds an error.
// Sources are read as Latin-1, so that offsets are in bytes.
import com.sun.source.tree.*;
import com.sun.source.util.*;
import com.sun.tools.javac.tree.JCTree;
import java.io.*;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import javax.tools.*;

class JavaFacts extends TreeScanner<Void, String> {
    private static final long RECORD = 1L << 61;
    private static final Pattern NAME = Pattern.compile(
        "@?\\w+(?:\\s|/\\*.*?\\*/|//[^\\n]*\\n)+([\\w$\\u0080-\\u00ff]+)", Pattern.DOTALL);
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final StringBuilder facts = new StringBuilder("[");
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String text;

    JavaFacts(CompilationUnitTree unit, SourcePositions positions, String text) {
        this.unit = unit;
        this.positions = positions;
        this.text = text;
    }

    public static void main(String[] arguments) throws IOException {
        for (Object path : new BufferedReader(new InputStreamReader(System.in)).lines().toArray())
            System.out.println(factsOf((String) path));
    }

    static String factsOf(String path) throws IOException {
        String text = Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override public CharSequence getCharContent(boolean ignore) { return text; }
        };
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) COMPILER.getTask(null, null, problems, List.of("-proc:none"), null, List.of(source));
        CompilationUnitTree unit = task.parse().iterator().next();
        if (problems.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR)) return "null";
        JavaFacts found = new JavaFacts(unit, Trees.instance(task).getSourcePositions(), text);
        found.scan(unit, "");
        return found.facts.append("]").toString();
    }

    private void add(String role, long start, long end, String name) {
        String written = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String quoted = written.replace("\\", "\\\\").replace("\"", "\\\"");
        facts.append(facts.length() > 1 ? "," : "").append("[\"" + role + "\"," + start + "," + end + ",\"" + quoted + "\"]");
    }

    private void add(String role, Tree tree, String name) {
        if (!name.equals("()"))
            add(role, positions.getStartPosition(unit, tree), positions.getEndPosition(unit, tree), name);
    }

    private void define(Tree tree, String name) {
        int start = ((JCTree) tree).pos;
        add("definition", start, start + name.length(), name);
    }

    @Override public Void visitPackage(PackageTree tree, String owner) {
        add("definition", tree.getPackageName(), chain(tree.getPackageName()));
        return super.visitPackage(tree, owner);
    }

    @Override public Void visitClass(ClassTree tree, String owner) {
        Matcher name = NAME.matcher(text);
        if (tree.getSimpleName().length() > 0 && name.find(((JCTree) tree).pos))
            add("definition", name.start(1), name.end(1), name.group(1));
        for (Tree base : tree.getImplementsClause()) base(base);
        if (tree.getExtendsClause() != null) base(tree.getExtendsClause());
        for (Tree member : tree.getMembers())
            if (member instanceof VariableTree field && (((JCTree.JCModifiers) field.getModifiers()).flags & RECORD) == 0)
                define(field, field.getName().toString());
        return super.visitClass(tree, tree.getSimpleName().toString());
    }

    private void base(Tree tree) {
        Tree named = plain(tree);
        add("base", named, chain(named));
    }

    @Override public Void visitMethod(MethodTree tree, String owner) {
        boolean constructor = tree.getName().contentEquals("<init>");
        define(tree, constructor ? owner : tree.getName().toString());
        return super.visitMethod(tree, owner);
    }

    @Override public Void visitMethodInvocation(MethodInvocationTree tree, String owner) {
        add("call", tree.getMethodSelect(), chain(tree.getMethodSelect()));
        return super.visitMethodInvocation(tree, owner);
    }

    @Override public Void visitNewClass(NewClassTree tree, String owner) {
        boolean constant = tree.getIdentifier() != null
            && positions.getStartPosition(unit, tree.getIdentifier()) < 0;
        Tree named = plain(tree.getIdentifier());
        if (!constant && ((JCTree) tree).pos >= 0 && text.startsWith("new", ((JCTree) tree).pos))
            add("call", named, chain(named));
        return super.visitNewClass(tree, owner);
    }

    @Override public Void visitAnnotation(AnnotationTree tree, String owner) {
        add("decorator", tree.getAnnotationType(), chain(tree.getAnnotationType()));
        return super.visitAnnotation(tree, owner);
    }

    @Override public Void visitImport(ImportTree tree, String owner) {
        MemberSelectTree whole = (MemberSelectTree) tree.getQualifiedIdentifier();
        Tree named = whole.getIdentifier().contentEquals("*") ? whole.getExpression() : whole;
        add("import", named, chain(named));
        return null;
    }

    private static Tree plain(Tree tree) {
        if (tree instanceof AnnotatedTypeTree annotated) return plain(annotated.getUnderlyingType());
        return tree instanceof ParameterizedTypeTree generic ? plain(generic.getType()) : tree;
    }

    private static String chain(Tree tree) {
        if (tree instanceof IdentifierTree name) return name.getName().toString();
        if (tree instanceof MemberSelectTree member && !member.getIdentifier().contentEquals("class"))
            return chain(plain(member.getExpression())) + "." + member.getIdentifier();
        return "()";
    }
}
