using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>A query in the author's own words, which the server reads.</summary>
/// <param name="Text">The words; positions in errors are in them.</param>
/// <param name="Query">The same as a plan; null where only the server can read it.</param>
/// <param name="Views">The names in it that may be views.</param>
internal sealed record ServerQuery(string Text, Relation? Query, Seq<ViewUse> Views) : Relation;

/// <summary>A table or view by its name.</summary>
/// <param name="Name">The name's parts.</param>
/// <param name="Views">What it stood for when the plan was made: itself first, then what that one reads.</param>
internal sealed record ServerTable(Seq<string> Name, Seq<ViewUse> Views) : Relation;

/// <summary>A relation as the server gave it: a command's answer, a question to the catalog.</summary>
internal sealed record ServerRelation(Protocol.Relation Relation) : Relation;
