using Xunit.Abstractions;

namespace CreditNotebooks.Tests;

/// <summary>Tests that take long: they are begun first, so that the others run beside them and none is left to run alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SlowAttribute : Attribute;

/// <summary>Begins the classes that are marked as <see cref="SlowAttribute"/> before all others.</summary>
internal sealed class SlowestFirst : ITestCollectionOrderer
{
    private const string OfOneClass = "Test collection for ";

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(IsSlow);

    private static bool IsSlow(ITestCollection collection) => collection.DisplayName.StartsWith(OfOneClass, StringComparison.Ordinal)
        && collection.TestAssembly.Assembly.GetType(collection.DisplayName[OfOneClass.Length..])
            ?.GetCustomAttributes(typeof(SlowAttribute).AssemblyQualifiedName).Any() == true;
}
