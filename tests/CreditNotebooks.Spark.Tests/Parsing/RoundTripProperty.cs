using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using FsCheck;
using FsCheck.Fluent;

namespace CreditNotebooks.Spark.Tests.Parsing;

public class RoundTripProperty
{
    [Fact]
    public void Reading_what_was_printed_gives_the_plan_back()
    {
        var plans = Queries(3);
        Prop.ForAll(plans.ToArbitrary(), plan =>
        {
            var text = SparkSqlWriter.Write(plan);
            return plan.Equals(SqlParser.ParseQuery(text)).Label(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static readonly string[] Names = ["a", "b", "a b", "select", "FROM", "left", "date", "interval", "case", "1L", "x`y", "été", "all", "not"];

    private static Gen<string> AnyName => Gen.Elements(Names);

    private static Gen<Expression> Leaf => Gen.OneOf<Expression>(
        AnyName.Select(name => (Expression)new Name([name])),
        Gen.Two(AnyName).Select(pair => (Expression)new Name([pair.Item1, pair.Item2])),
        ArbMap.Default.GeneratorFor<int>().Select(n => (Expression)new Literal(n, DataType.Integer)),
        ArbMap.Default.GeneratorFor<long>().Select(n => (Expression)new Literal(n, DataType.Long)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(n => (Expression)new Literal(n.Get, DataType.Double)),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => (Expression)new Literal(s.Get, DataType.String)),
        Gen.Elements<Expression>(new Literal(null, DataType.Null), new Literal(true, DataType.Boolean), new Literal(new DecimalValue(-150, 2), new DecimalType(3, 2)),
            new Literal((sbyte)-1, DataType.Byte), new DateTimeLiteral("DATE", "2024-01-31"), new Literal(new Seq<byte>([1, 255]), DataType.Binary),
            new IntervalLiteral([new IntervalPart(new Literal(-3, DataType.Integer), "DAY")], null)));

    private static Gen<Expression> Expressions(int depth)
    {
        if (depth == 0) return Leaf;
        var inner = Expressions(depth - 1);
        var lists = inner.ListOf(2).Select(items => items.ToSeq());
        return Gen.OneOf(
            Leaf,
            from o in Gen.Elements(Enum.GetValues<BinaryOperator>()) from l in inner from r in inner select (Expression)new Binary(o, l, r),
            from o in Gen.Elements(Enum.GetValues<UnaryOperator>()) from x in inner select (Expression)new Unary(o, x),
            from x in inner from l in inner from h in inner from n in ArbMap.Default.GeneratorFor<bool>() select (Expression)new Between(x, l, h, n),
            from x in inner from items in lists from n in ArbMap.Default.GeneratorFor<bool>() select (Expression)new In(x, items, n),
            from x in inner from p in inner from n in ArbMap.Default.GeneratorFor<bool>() select (Expression)new Like(LikeKind.ILike, LikeQuantifier.One, x, [p], null, n),
            from x in inner from items in lists select (Expression)new Like(LikeKind.Like, LikeQuantifier.All, x, items, null, false),
            from x in inner from n in ArbMap.Default.GeneratorFor<bool>() select (Expression)new IsNull(x, n),
            from x in inner from y in inner select (Expression)new IsDistinctFrom(x, y, true),
            from x in inner from n in ArbMap.Default.GeneratorFor<bool?>() select (Expression)new IsTruth(x, n, true),
            from x in inner from t in Gen.Elements<DataType>(DataType.Integer, new DecimalType(5, 2), new MapType(DataType.String, new ArrayType(new ArrayType(DataType.Date)))) select (Expression)new Cast(x, t, false),
            from f in Gen.Elements("upper", "trim", "substring", "left", "position", "if", "first", "struct") from items in lists select (Expression)new FunctionCall([f], items),
            from x in inner from y in inner select (Expression)new FunctionCall(["sum"], [x]) { Distinct = true, Filter = y, Over = new WindowSpecification([y], [new SortOrder(x, true, false)], null) },
            from x in inner from y in inner select (Expression)new Subscript(x, y),
            from x in inner where x is not Name from f in AnyName select (Expression)new FieldAccess(x, f),
            from c in inner.ListOf(3) select (Expression)new Case(c[0], [new WhenBranch(c[1], c[2])], c[0]),
            from p in AnyName from b in inner select (Expression)new FunctionCall(["transform"], [b, new Lambda([p], b)]),
            from items in lists select (Expression)new RowConstructor(items));
    }

    private static Gen<Relation> Sources(int depth)
    {
        Gen<Relation> table = AnyName.Select(name => (Relation)new Table([name]));
        if (depth == 0) return table;
        var inner = Queries(depth - 1);
        var expression = Expressions(1);
        return Gen.OneOf(
            table,
            from q in inner from a in AnyName where !Keywords.NoTableAlias.Contains(a.ToUpperInvariant()) select (Relation)new SubqueryAlias(q, a, ["c"]),
            from l in inner from r in inner from k in Gen.Elements(Enum.GetValues<JoinKind>()) from c in expression select (Relation)new Join(l, r, k, c, [], false, false),
            from l in inner from r in inner select (Relation)new Join(l, r, JoinKind.LeftOuter, null, ["select", "b"], false, false),
            from q in inner from e in expression select (Relation)new LateralView(q, new FunctionCall(["explode"], [e]), true, "v", ["x", "y"]),
            from q in inner from e in expression select (Relation)new Pivot(q, [e], [new Name(["a"])], [new Alias(new Literal(1, DataType.Integer), ["one"])]),
            from q in inner select (Relation)new Unpivot(q, ["v"], "n", [new UnpivotItem([new Name(["a"])], "x")], true),
            from q in inner select (Relation)new Sample(q, 12.5, null, 7));
    }

    private static Gen<Relation> Queries(int depth)
    {
        if (depth == 0) return Sources(0);
        var inner = Queries(depth - 1);
        var source = Sources(depth);
        var expression = Expressions(2);
        return Gen.OneOf(
            source,
            from q in source from e in expression from a in AnyName select (Relation)new Project(q, [e, new Alias(e, [a])]),
            from q in source from e in expression select (Relation)new Filter(q, e),
            from q in source from e in expression from h in expression where e is not RowConstructor select (Relation)new Aggregate(q, new Grouping([new GroupingItem(GroupingKind.Rollup, [[e], [e, h], []])]), [e], h),
            from q in inner select (Relation)new Distinct(q),
            from q in inner from e in expression from g in ArbMap.Default.GeneratorFor<bool>() select (Relation)new Sort(q, [new SortOrder(e, g, g ? null : true)], g),
            from q in inner select (Relation)new Limit(q, new Literal(3, DataType.Integer)),
            from q in inner select (Relation)new Offset(q, new Literal(3, DataType.Integer)),
            from l in inner from r in inner from k in Gen.Elements(Enum.GetValues<SetKind>()) from all in ArbMap.Default.GeneratorFor<bool>() select (Relation)new SetOperation(k, all, false, l, r),
            from l in inner from r in inner select (Relation)new With([new CommonTable("t", ["c"], l)], r, false),
            from e in expression from f in expression select (Relation)new InlineTable([[e], [e, f]]));
    }
}
