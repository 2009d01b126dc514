"""Which files are code, whether or not there is a grammar for them."""

from __future__ import annotations

from functools import cache

from planproof.languages.registry import language_of

_EXTENSIONS = """
    4th
    ada adb ads agda ahk aidl apex applescript arc as asm asmx asp aspx astro au3 awk
    b bal bas bash bat bb bf bicep bzl
    c c++ cbl cc ccp cfc cfm cgi cjs cl clj cljc cljs cls cmake cmd cob coffee cpp cppm cr cs
    csh cshtml csx ctp cts cu cuh cxx cython
    d dart dats di dockerfile dpr dts dtsi
    e ejs el elm elv eex erb erl es ex exs
    f f03 f08 f77 f90 f95 factor fish fnl for fpp frag fs fsi fsx ftl fx fy
    gd gdshader geom gleam glsl gml gn gni go gql gradle graphql groovy gsp gvy
    h h++ haml handlebars hbs hcl heex hh hlsl hpp hrl hs hsc hx hxx
    i idr ijs inc inl ino ipp ipynb iss ixx
    j jade java jbuilder jl js jsm jsonnet jsp jspx jsx jule just
    kt ktm kts
    l lagda lean leex lhs libsonnet lisp liquid ll lsp lua lx
    m mak make mako metal mint mjs mk ml mli mll mly mm mojo mts mustache mxml
    nas nasm nim nimble nims nix njk nqp nu nut
    odin opencl
    p4 pas pasm php php3 php4 php5 php7 phps phtml pi pig pike pl pls plsql plx pm pony pp prg
    pro proto ps1 psd1 psm1 psql pug purs pxd pxi py pyi pyw pyx
    qml qs
    r rake raku rakumod razor rb rbi rbs rbw rbx rego rei re res resi rest rkt robot rs ru ruby
    s s19 sas sbt sc scala scm sh shader sig sls slim sml sol sp spec sql ss st star sv svelte
    svh swift
    t tac tcl tcsh templ tf tfvars thrift tla tmpl tpl ts tsx twig typ
    v vala vapi vb vba vbs vert vhd vhdl vm vsh vue
    wat wast wgsl wren wsdl
    x xaml xq xql xqm xquery xsh xsl xslt xtend
    y yang yap yara yy
    zeek zig zsh
"""
_NAMES = """
    BUILD Brewfile CMakeLists.txt Capfile Containerfile Dockerfile Fastfile GNUmakefile Gemfile
    Guardfile Jenkinsfile Justfile Makefile Podfile Procfile Rakefile Snakefile Thorfile Tiltfile
    Vagrantfile WORKSPACE configure.ac justfile makefile meson.build
"""


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def is_code(path: str) -> bool:
    """Whether the file's name says that it is code: a known extension or a known file name."""
    name = path.rpartition("/")[2]
    if name in _words(_NAMES) or language_of(path) is not None:
        return True
    stem, dot, extension = name.rpartition(".")
    return bool(dot and stem) and extension.lower() in _words(_EXTENSIONS)
