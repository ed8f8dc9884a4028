using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A list folded into one value. DuckDB's list_reduce wants state and elements of one type, so both travel in a struct where they differ.</summary>
internal static class ListFold
{
    public static string Write(string list, DataType element, DataType state, string zero, string id, Func<string, string, string> step)
    {
        var (s, e) = ($"s{id}", $"e{id}");
        var (stateSql, elementSql) = (PhysicalTypes.Sql(state), PhysicalTypes.Sql(element));
        if (stateSql == elementSql) return $"list_reduce({list}, lambda {s}, {e}: {step(s, e)}, {zero})";
        string Pair(string first, string second) => $"struct_pack(s := {first}, e := {second})";
        var (noState, noElement) = ($"CAST(NULL AS {stateSql})", $"CAST(NULL AS {elementSql})");
        var pairs = $"list_transform({list}, lambda {e}: {Pair(noState, e)})";
        return $"struct_extract(list_reduce({pairs}, lambda {s}, {e}: {Pair(step($"struct_extract({s}, 's')", $"struct_extract({e}, 'e')"), noElement)}, {Pair(zero, noElement)}), 's')";
    }
}
