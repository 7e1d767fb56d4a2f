using System.Text.RegularExpressions;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>No source file starts a process but by the two classes that take a program of the host.</summary>
public sealed partial class ProcessStartsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["HostProcess.cs"] = ["ProcessStartInfo", "new Process"],
        ["ProcessSpawn.cs"] = ["Libc.Spawn("],
        ["Libc.cs"] = ["EntryPoint = \"posix_spawn"],
        ["HostProgram.cs"] = ["new HostProgram("],
    };

    [Fact]
    public void Processes_are_started_by_the_two_classes_that_take_a_program_of_the_host()
    {
        var code = SourceTree.Code("src").ToList();

        Assert.Equal([], code.SelectMany(file => Starts(file.Path, file.Text)));
        Assert.All(Allowed.Keys, name => Assert.Contains(code, file => Path.GetFileName(file.Path) == name));
    }

    [Theory]
    [InlineData("var start = new ProcessStartInfo(\"git\");")]
    [InlineData("using var p = Process.Start(\"rm\", [\"-rf\"]);")]
    [InlineData("System.Diagnostics.Process.Start(info);")]
    [InlineData("new Process { StartInfo = x }")]
    [InlineData("Libc.Spawn(&pid, \"sh\", a, b, c, d);")]
    [InlineData("[LibraryImport(\"libc\", EntryPoint = \"posix_spawnp\")]")]
    [InlineData("[DllImport(\"libc\")] static extern int system(string line);")]
    [InlineData("[LibraryImport(\"libc\", EntryPoint = \"execvp\")]")]
    [InlineData("[LibraryImport(\"libc\", EntryPoint = \"popen\")]")]
    [InlineData("[LibraryImport(\"./own.so\")]")]
    [InlineData("var own = NativeLibrary.Load(\"x\");")]
    [InlineData("return new HostProgram(path, \"/bin\");")]
    public void The_test_sees_each_way_to_start_one(string line) => Assert.Single(Starts("src/Other.cs", line));

    private static IEnumerable<string> Starts(string path, string text) =>
        Start()
            .Matches(text)
            .Where(match =>
                !Allowed.TryGetValue(Path.GetFileName(path), out var known)
                || !known.Any(one => match.Value.StartsWith(one, StringComparison.Ordinal))
            )
            .Select(match => $"{path}: {match.Value}")
            .Take(1);

    [GeneratedRegex(
        """ProcessStartInfo\b|\bProcess\.Start\(|\bnew Process\b|\bLibc\.Spawn\(|EntryPoint = "(?:posix_spawn|exec|v?fork|system|popen)\w*"|\bDllImport\b|LibraryImport\("(?!libc")|\bNativeLibrary\b|\bnew HostProgram\("""
    )]
    private static partial Regex Start();
}
