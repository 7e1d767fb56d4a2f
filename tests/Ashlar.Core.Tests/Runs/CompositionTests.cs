using System.Reflection;
using Ashlar.Core.Runs.Planning;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class CompositionTests
{
    private const int MostParameters = 8;
    private const int MostOfAMethod = 9;

    [Fact]
    public void A_part_of_a_run_is_given_no_more_than_it_can_name()
    {
        var given = Parts()
            .SelectMany(type => Constructors(type).Select(constructor => (type.Name, Count: constructor.GetParameters().Length)));

        Assert.Equal([], given.Where(one => one.Count > MostParameters).Select(one => $"{one.Name}: {one.Count}").Order());
        var asked = Parts()
            .SelectMany(type => Methods(type).Select(method => (Name: $"{type.Name}.{method.Name}", Count: method.GetParameters().Length)));
        Assert.Equal([], asked.Where(one => one.Count > MostOfAMethod).Select(one => $"{one.Name}: {one.Count}").Order());
    }

    [Fact]
    public void Only_those_that_put_a_run_together_hold_all_of_its_values() =>
        Assert.Equal(["ExecutionAssembly", "TaskAssembly"], Holders(typeof(RunValues)));

    [Fact]
    public void Only_a_plan_holds_the_parts_that_were_put_together() => Assert.Equal(["RunPlan"], Holders(typeof(PreparedRun)));

    /// <summary>The classes of runs; records are values, which have as many fields as they say.</summary>
    private static IEnumerable<Type> Parts() =>
        typeof(RunValues)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Ashlar.Core.Runs.", StringComparison.Ordinal) == true)
            .Where(type => type is { IsClass: true, IsNested: false } && type.GetMethod("<Clone>$") is null);

    private static ConstructorInfo[] Constructors(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static MethodInfo[] Methods(Type type) =>
        type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
        );

    private static IEnumerable<string> Holders(Type value) =>
        typeof(RunValues)
            .Assembly.GetTypes()
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
            .Where(type =>
                type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Any(field => field.FieldType == value)
            )
            .Select(type => type.Name)
            .Order();
}
