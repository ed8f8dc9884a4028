using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Settings whose change would change answers and that this engine honours with certain values only.</summary>
internal static class Settings
{
    public static void Check(string key, string value, SourceSpan span)
    {
        switch (key)
        {
            case "spark.sql.session.timeZone" when TimeZoneRules.Find(value) is null:
                throw new SparkException("INVALID_CONF_VALUE.TIME_ZONE", $"The value '{value}' in the config \"{key}\" is invalid. Cannot resolve the given timezone; use a region such as Europe/Berlin or an offset such as +01:00.", span);
            case "spark.sql.ansi.enabled" when !value.Equals("true", StringComparison.OrdinalIgnoreCase):
            case "spark.sql.caseSensitive" when !value.Equals("false", StringComparison.OrdinalIgnoreCase):
            case "spark.sql.legacy.timeParserPolicy" when !value.Equals("CORRECTED", StringComparison.OrdinalIgnoreCase) && !value.Equals("EXCEPTION", StringComparison.OrdinalIgnoreCase):
                throw SparkException.Unsupported($"The setting {key}={value}", span);
        }
    }
}
