using CreditNotebooks.Display;
using CreditNotebooks.Spark.Language;

namespace CreditNotebooks.Spark;

// What editors ask while text is typed; a stopped session knows nothing.
public sealed partial class SparkSession
{
    IReadOnlyList<string> ISqlLanguage.TableNames => OpenEngine?.ViewNames ?? [];

    SqlChoices ISqlLanguage.Complete(string text, int position) =>
        OpenEngine is null ? new SqlChoices(position, []) : new SqlCompletion(OpenEngine).Complete(text, position);

    SqlChoices ISqlLanguage.CompleteExpression(string text, int position, IReadOnlyList<DescribedColumn> columns) =>
        OpenEngine is null ? new SqlChoices(position, []) : new SqlCompletion(OpenEngine).CompleteExpression(text, position, columns);

    SqlDescription? ISqlLanguage.Describe(string text, int position) =>
        OpenEngine is null ? null : SqlInspection.Describe(OpenEngine, text, position);

    SqlDescription? ISqlLanguage.DescribeMethod(string type, string method) =>
        type == typeof(Functions).FullName ? FunctionDocumentation.OfMethod(method) : null;

    SqlTextMeaning ISqlLanguage.MeaningOf(string type, string method, string parameter) => TextMeanings.Of(type, method, parameter);
}
