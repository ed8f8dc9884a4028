using System.Globalization;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Writing;

// What stands in FROM.
internal sealed partial class SparkSqlWriter
{
    /// <summary>All of a FROM clause.</summary>
    private void WriteFrom(Relation relation)
    {
        EnterLevel();
        if (relation is LateralView view)
        {
            WriteFrom(view.Child);
            Put(view.Outer ? " LATERAL VIEW OUTER " : " LATERAL VIEW ");
            WriteCall(view.Generator);
            Put(" ").Put(Quote(view.TableAlias));
            if (view.ColumnAliases.Count > 0) Put(" AS ").Put(string.Join(", ", view.ColumnAliases.Select(Quote)));
        }
        else if (relation is Join { Left: OneRow, Kind: JoinKind.Inner, Lateral: true, Condition: null } lateral)
        {
            Put("LATERAL ");
            WritePrimary(lateral.Right);
        }
        else WriteExtended(relation);
    }

    /// <summary>Joins and pivots, which bind to the left.</summary>
    private void WriteExtended(Relation relation)
    {
        EnterLevel();
        switch (relation)
        {
            case Join join: WriteJoin(join); break;
            case Pivot pivot: WritePivot(pivot); break;
            case Unpivot unpivot: WriteUnpivot(unpivot); break;
            default: WritePrimary(relation); break;
        }
    }

    private void WriteJoin(Join join)
    {
        if (join.Left is OneRow) throw Refuse("A join with one row without columns");
        WriteExtended(join.Left);
        Put(join.Natural ? " NATURAL" : "").Put(join.Kind switch
        {
            JoinKind.Inner => " JOIN ",
            JoinKind.Cross => " CROSS JOIN ",
            JoinKind.LeftOuter => " LEFT JOIN ",
            JoinKind.RightOuter => " RIGHT JOIN ",
            JoinKind.FullOuter => " FULL JOIN ",
            JoinKind.LeftSemi => " LEFT SEMI JOIN ",
            _ => " LEFT ANTI JOIN ",
        }).Put(join.Lateral ? "LATERAL " : "");
        WritePrimary(join.Right);
        if (join.Condition is not null)
        {
            Put(" ON ");
            WriteExpression(join.Condition);
        }
        if (join.Using.Count == 0) return;
        Put(" USING ");
        PutNames(join.Using);
    }

    private void WritePrimary(Relation relation)
    {
        switch (relation)
        {
            case Table table: WriteTable(table, isAliased: false); break;
            case TableFunction function: WriteCall(function.Call); break;
            case Sample { Rows: null } sample: WriteSample(sample); break;
            case SubqueryAlias { Child: SubqueryAlias } nested:
                WriteSubquery(nested.Child);
                WriteAlias(nested);
                break;
            case SubqueryAlias alias:
                if (alias.Child is Table aliased) WriteTable(aliased, isAliased: true);
                else WritePrimary(alias.Child);
                WriteAlias(alias);
                break;
            case Join { Left: not OneRow }:
                Put("(");
                WriteExtended(relation);
                Put(")");
                break;
            case Sample { Rows: { } rows } sample: WriteSubquery(new Limit(sample.Child, new Literal((int)rows, Types.DataType.Integer))); break;
            case OneRow: throw Refuse("One row without columns in FROM");
            case LocalData: throw Refuse("A table of rows in memory");
            case FileSource: throw Refuse("A DataFrame read from files");
            case DropColumns: throw Refuse("Drop");
            case RenameColumns: throw Refuse("WithColumnRenamed");
            case DropDuplicates { Columns.Count: > 0 }: throw Refuse("DropDuplicates of some columns");
            default: WriteSubquery(relation); break;
        }
    }

    private Seq<string> NameOf(Table table) => table.Name is [var name] && commonTables.Contains(name) ? table.Name : tableName(table.Name);

    private void WriteTable(Table table, bool isAliased)
    {
        var name = NameOf(table);
        Put(Quote(name));
        if (!isAliased && !name.Equals(table.Name)) Put(" AS ").Put(Quote(table.Name[^1]));
    }

    private void WriteAlias(SubqueryAlias alias)
    {
        Put(" AS ").Put(Quote(alias.Alias));
        if (alias.Columns.Count > 0) PutNames(alias.Columns);
    }

    private void WriteSample(Sample sample)
    {
        if (sample.WithReplacement) throw Refuse("Sampling with replacement");
        if (sample.Child is Table table && NameOf(table).Equals(table.Name)) WritePrimary(sample.Child);
        else WriteSubquery(sample.Child);
        Put($" TABLESAMPLE ({(sample.Percent ?? 0).ToString("0.#################", CultureInfo.InvariantCulture)} PERCENT)");
        if (sample.Seed is { } seed) Put($" REPEATABLE ({seed.ToString(CultureInfo.InvariantCulture)})");
    }

    private void WritePivot(Pivot pivot)
    {
        if (pivot.GroupBy is not null) throw Refuse("Pivot of the DataFrame API");
        WriteExtended(pivot.Child);
        Put(" PIVOT (");
        PutList(pivot.Aggregates, WriteNamed);
        Put(" FOR ");
        if (pivot.Columns is [var column]) WriteExpression(column);
        else PutInParentheses(pivot.Columns, WriteExpression);
        Put(" IN ");
        PutInParentheses(pivot.Values, WriteNamed);
        Put(")");
    }

    private void WriteUnpivot(Unpivot unpivot)
    {
        if (unpivot.Ids is not null) throw Refuse("Unpivot of the DataFrame API");
        WriteExtended(unpivot.Child);
        Put(unpivot.IncludeNulls ? " UNPIVOT INCLUDE NULLS (" : " UNPIVOT (");
        var several = unpivot.ValueColumns.Count > 1;
        if (several) PutNames(unpivot.ValueColumns);
        else Put(Quote(unpivot.ValueColumns[0]));
        Put(" FOR ").Put(Quote(unpivot.NameColumn)).Put(" IN ");
        PutInParentheses(unpivot.Items, item =>
        {
            if (several) PutInParentheses(item.Columns, WriteExpression);
            else WriteExpression(item.Columns[0]);
            if (item.Alias is not null) Put(" AS ").Put(Quote(item.Alias));
        });
        Put(")");
    }
}
