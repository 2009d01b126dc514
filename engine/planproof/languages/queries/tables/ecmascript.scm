; TypeORM, MikroORM, Sequelize, Knex, Objection, Kysely, Drizzle

(export_statement
  decorator: (decorator (call_expression
    function: (identifier) @_call
    arguments: (arguments . (_) @table.declare)))
  declaration: (_ name: (_) @model)
  (#any-of? @_call "Entity" "ViewEntity" "Table"))

(export_statement
  decorator: (decorator (call_expression
    function: (identifier) @_call
    arguments: (arguments (object (pair key: (_) @_key value: (_) @table.declare)))))
  declaration: (_ name: (_) @model)
  (#any-of? @_call "Entity" "ViewEntity" "Table")
  (#any-of? @_key "name" "tableName" "table"))

(export_statement
  decorator: (decorator (call_expression
    function: (identifier) @_call
    arguments: (arguments (object (pair key: (_) @_key value: (_) @schema)))))
  declaration: (_ name: (_) @model)
  (#any-of? @_call "Entity" "ViewEntity" "Table")
  (#any-of? @_key "schema"))

(export_statement
  decorator: (decorator (call_expression function: (identifier) @_call))
  declaration: (_ name: (_) @model @default.snake)
  (#any-of? @_call "Entity" "ViewEntity"))

(class_declaration
  decorator: (decorator (call_expression
    function: (identifier) @_call
    arguments: (arguments . (_) @table.declare)))
  name: (_) @model
  (#any-of? @_call "Entity" "ViewEntity" "Table"))

(class_declaration
  decorator: (decorator (call_expression
    function: (identifier) @_call
    arguments: (arguments (object (pair key: (_) @_key value: (_) @table.declare)))))
  name: (_) @model
  (#any-of? @_call "Entity" "ViewEntity" "Table")
  (#any-of? @_key "name" "tableName" "table"))

(class_declaration
  decorator: (decorator (call_expression
    function: (identifier) @_call
    arguments: (arguments (object (pair key: (_) @_key value: (_) @schema)))))
  name: (_) @model
  (#any-of? @_call "Entity" "ViewEntity" "Table")
  (#any-of? @_key "schema"))

(class_declaration
  decorator: (decorator (call_expression function: (identifier) @_call))
  name: (_) @model @default.snake
  (#any-of? @_call "Entity" "ViewEntity"))

; @JoinTable("users_groups"), @JoinTable({name: "users_groups"})
(decorator (call_expression
  function: (identifier) @_call
  arguments: (arguments . (_) @table.declare))
  (#eq? @_call "JoinTable"))
(decorator (call_expression
  function: (identifier) @_call
  arguments: (arguments (object (pair key: (_) @_key value: (_) @table.declare))))
  (#eq? @_call "JoinTable")
  (#eq? @_key "name"))

; new Table({name: "users"}), new EntitySchema({tableName: "users"})
(new_expression
  constructor: (identifier) @_call
  arguments: (arguments (object (pair key: (_) @_key value: (_) @table.create)))
  (#eq? @_call "Table")
  (#eq? @_key "name"))

(pair key: (_) @_key value: (_) @table.reference
  (#any-of? @_key "referencedTableName" "joinTableName" "referencedTable"))

; Objection: static tableName = "users", static get tableName() { return "users"; }
(_ (property_identifier) @_name value: (_) @table.declare
  (#eq? @_name "tableName"))
(method_definition
  name: (property_identifier) @_name
  body: (statement_block (return_statement (_) @table.declare))
  (#eq? @_name "tableName"))

; Drizzle
(call_expression
  function: (identifier) @_call
  arguments: (arguments . (_) @table.declare)
  (#any-of? @_call "pgTable" "mysqlTable" "sqliteTable" "singlestoreTable" "pgView" "mysqlView"
    "sqliteView"))

; Knex and others: knex("users"), trx("users as u")
(call_expression
  function: (identifier) @_call
  arguments: (arguments . (_) @table.read)
  (#any-of? @_call "knex" "trx"))

(call_expression
  function: (member_expression object: (_) @_object property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.read)
  (#any-of? @_call
    "from" "table" "selectFrom" "hasTable" "getTable" "join" "innerJoin" "leftJoin" "rightJoin"
    "fullJoin" "crossJoin" "leftOuterJoin" "rightOuterJoin" "fullOuterJoin" "hasColumn"
    "createQueryBuilder")
  (#not-match? @_object "^(Array|Buffer|Observable|Set|Map|path|String|[A-Z]\\w*Array)$"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.create)
  (#any-of? @_call "createTable" "createTableIfNotExists" "createTableLike" "createView"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.drop)
  (#any-of? @_call "dropTable" "dropTableIfExists" "dropView"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.alter)
  (#any-of? @_call
    "alterTable" "renameTable" "addColumn" "addColumns" "removeColumn" "changeColumn"
    "renameColumn" "dropColumn" "dropColumns" "addIndex" "removeIndex" "createIndex" "dropIndex"
    "addConstraint" "removeConstraint" "createForeignKey" "dropForeignKey" "createPrimaryKey"
    "dropPrimaryKey" "createUniqueConstraint" "dropUniqueConstraint"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) . (_) @table.alter)
  (#eq? @_call "renameTable"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.write)
  (#any-of? @_call
    "into" "insertInto" "replaceInto" "updateTable" "deleteFrom" "mergeInto" "bulkInsert"
    "bulkDelete" "bulkUpdate" "batchInsert" "clearTable"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.reference)
  (#eq? @_call "inTable"))

(call_expression
  function: (member_expression property: (property_identifier) @_call)
  arguments: (arguments . (_) @table.reference.of_column)
  (#eq? @_call "references"))
