String unused = "unused"; // [!code --]
String used = "used";
System.out.println(used);
