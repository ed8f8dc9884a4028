using System.Text;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>Reads the names that <c>Col("…")</c> takes: <c>a</c>, <c>t.a</c>, <c>`odd.name`.field</c>, <c>*</c>, <c>t.*</c>.</summary>
internal static class ColumnNames
{
    public static Expression Parse(string name, RelationOrigin origin = default)
    {
        if (name == "*") return new Star([], []);
        return name.EndsWith(".*", StringComparison.Ordinal) ? new Star(Parts(name[..^2]), []) : new Name(Parts(name)) { Origin = origin };
    }

    /// <summary>The parts between the dots; inside back quotes a dot belongs to the name, and two quotes are one.</summary>
    public static Seq<string> Parts(string name)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var i = 0;
        while (true)
        {
            part.Clear();
            if (i < name.Length && name[i] == '`')
            {
                for (i++; ; i++)
                {
                    if (i >= name.Length) throw Invalid(name);
                    if (name[i] != '`') part.Append(name[i]);
                    else if (i + 1 < name.Length && name[i + 1] == '`') part.Append(name[i++]);
                    else break;
                }
                i++;
                if (i < name.Length && name[i] != '.') throw Invalid(name);
            }
            else
            {
                for (; i < name.Length && name[i] != '.'; i++)
                {
                    if (name[i] == '`') throw Invalid(name);
                    part.Append(name[i]);
                }
                if (part.Length == 0 && (parts.Count > 0 || i < name.Length)) throw Invalid(name);
            }
            parts.Add(part.ToString());
            if (i >= name.Length) return parts.ToSeq();
            i++;
        }
    }

    private static SparkException Invalid(string name) => new("INVALID_ATTRIBUTE_NAME_SYNTAX",
        $"Syntax error in the attribute name: {name}. Check that backticks appear in pairs, "
        + "a quoted string is a complete name part and use a backtick only inside quoted name parts.");
}
