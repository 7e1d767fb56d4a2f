using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class DotnetStackTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("xunit", "", "--logger trx")]
    [InlineData("MSTest.Sdk", "{\"test\": {\"runner\": \"Microsoft.Testing.Platform\"}}", "--report-trx")]
    [InlineData("xunit.v3", "{\"test\": {\"runner\": \"Microsoft.Testing.Platform\"}}", "--report-xunit-trx")]
    public void Results_are_asked_of_the_platform_that_runs_the_tests(string package, string global, string option)
    {
        scene.With("T.csproj", $"<Project><PackageReference Include=\"{package}\" /><IsTestProject>true</IsTestProject></Project>");
        scene.With("All.slnx", "<Solution><Project Path=\"T.csproj\" /></Solution>");
        if (global.Length > 0)
        {
            scene.With("global.json", global);
        }

        var line = GatePlan.Of(new GateSetting("tests", "dotnet test -c Release"), scene.World, "t").Line;
        Assert.Contains($"dotnet test {option} --results-directory \"", line, StringComparison.Ordinal);
        Assert.EndsWith("\" -c Release", line, StringComparison.Ordinal);
        Assert.Contains(
            $"dotnet test All.slnx {option} --results",
            GatePlan.Of(new GateSetting("tests", "dotnet test All.slnx -c Release"), scene.World, "t").Line,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_platform_is_told_whether_it_gets_a_solution_or_a_project()
    {
        scene
            .With("global.json", "{\"test\": {\"runner\": \"Microsoft.Testing.Platform\"}}")
            .With("T/T.csproj", "<Project Sdk=\"MSTest.Sdk/4.0.0\" />");
        Assert.Equal("dotnet test --project T/T.csproj", GateFinder.Detect(scene.Root, null).Single().Run);

        scene.With("All.slnx", "<Solution><Project Path=\"T/T.csproj\" /></Solution>");
        Assert.Equal("dotnet test --solution All.slnx", GateFinder.Detect(scene.Root, null).Single().Run);
        Assert.Empty(GateCoverage.Of(GateFinder.Detect(scene.Root, null), scene.Root).Uncovered);
    }

    [Theory]
    [InlineData("/w/T.csproj : error NU1101: Unable to find package xunit. No packages exist with this id", FaultKind.Restore)]
    [InlineData("/w/T.csproj : error NU1301: Unable to load the service index for source https://api.nuget.org", FaultKind.Restore)]
    [InlineData("error NETSDK1004: Assets file 'obj/project.assets.json' not found. Run a NuGet package restore", FaultKind.Restore)]
    [InlineData("/w/T.csproj : error MSB4236: The SDK 'MSTest.Sdk/4.4.0' specified could not be found.", FaultKind.Missing)]
    [InlineData(
        "You must install or update .NET to run this application.\n\nArchitecture: x64\nFramework: 'Microsoft.NETCore.App', version '9.0.0' (x64)\n",
        FaultKind.Missing
    )]
    // As .NET 10 prints it for a program without the TRX extension.
    [InlineData("/w/Tests.dll (net10.0) Zero tests ran\nExit code: 5\n\nTest run summary: Zero tests ran\n  error: 1\n", FaultKind.Usage)]
    [InlineData("/w/Tests.dll (net10.0) Zero tests ran\nExit code: 8\n\nTest run summary: Zero tests ran\n", null)]
    [InlineData("A.cs(3,5): error CS0103: The name 'x' does not exist in the current context", null)]
    internal void A_restore_that_fails_is_no_fault_of_the_work(string text, FaultKind? kind) =>
        Assert.Equal(kind, StackCatalog.All.Fault(new FailedCommand(StackCatalog.All.Parse("dotnet test"), 1, text))?.Kind);
}
