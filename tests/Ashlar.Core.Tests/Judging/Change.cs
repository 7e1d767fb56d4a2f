using System.Diagnostics;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Units;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Judging;

/// <summary>Changes of texts, and what their units are.</summary>
internal static class Change
{
    public static Task<IReadOnlyList<CodeUnit>> Of(string path, string? before, string? after) =>
        Of([new ChangedFile(path, before, after)]);

    public static Task<IReadOnlyList<CodeUnit>> Of(IReadOnlyList<ChangedFile> files) =>
        ChangeUnits.ReadAsync(files, new HostPython(), CancellationToken.None);

    /// <summary>Kind and name of each unit.</summary>
    public static IEnumerable<string> Shown(this IEnumerable<CodeUnit> units) => units.Select(unit => $"{unit.Kind} {unit.Name}");

    /// <summary>The texts of a unit's variants, way by way.</summary>
    public static IReadOnlyList<string> Texts(this CodeUnit unit) =>
        [.. unit.Ways.SelectMany(way => way.Variants).Select(variant => variant.Files[unit.Path] ?? "")];

    /// <summary>Runs a program; its output and whether it was content.</summary>
    public static (bool Ok, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0, output + error.Result);
    }
}

/// <summary>The machine's Python.</summary>
internal sealed class HostPython : IPythonSyntax
{
    public async Task<byte[]> AskAsync(byte[] script, byte[] request, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["units.py"], script);
        File.WriteAllBytes(folder["in"], request);
        var (ok, output) = Change.Run("python3", "-I", folder["units.py"], folder["in"], folder["out"]);
        return ok ? await File.ReadAllBytesAsync(folder["out"], cancellationToken) : throw new InvalidOperationException(output);
    }
}
