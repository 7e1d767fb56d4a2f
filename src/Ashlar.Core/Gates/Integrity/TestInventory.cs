using System.Text.Json;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Stacks.Catalogue;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>The tests that source texts hold: Python by its syntax tree, other languages by their tokens.</summary>
/// <param name="Files">Test files by path.</param>
public sealed record TestInventory(IReadOnlyDictionary<string, TestFileSource> Files)
{
    private static readonly TestFileSource Nothing = new([], new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>All tests.</summary>
    public IEnumerable<TestSource> Tests => Files.Values.SelectMany(file => file.Tests);

    /// <summary>The tests of a file; none when it is not known.</summary>
    public TestFileSource Of(string path) => Files.GetValueOrDefault(path, Nothing);

    /// <summary>Reads texts by path; files that neither hold nor support tests by name are left out. No text is executed.</summary>
    /// <exception cref="CommandStartException">The sandbox does not start.</exception>
    public static async Task<TestInventory> ReadAsync(
        IReadOnlyDictionary<string, string> texts,
        GateWorld world,
        CancellationToken cancellationToken
    )
    {
        var files = new Dictionary<string, TestFileSource>(StringComparer.Ordinal);
        var python = new Dictionary<string, string>(StringComparer.Ordinal);
        var scripts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, text) in texts.Where(file => StackCatalog.All.IsTest(file.Key) || StackCatalog.All.IsSupport(file.Key)))
        {
            if (path.EndsWith(".py", StringComparison.Ordinal))
            {
                python[path] = text;
            }
            else if (IsScript(path))
            {
                scripts[path] = text;
            }
            else if (!StackCatalog.All.IsTest(path))
            {
                continue;
            }
            else
            {
                files[path] = new TestFileSource(TokenTests.Of(path, text), Nothing.Imports);
            }
        }

        foreach (var (path, text) in scripts)
        {
            var others = scripts.Where(file => file.Key != path).SelectMany(file => ScriptTests.Helpers(file.Key, file.Value));
            files[path] = ScriptTests.Of(path, text, [.. others]);
        }

        if (python.Count > 0)
        {
            foreach (var (path, file) in await PythonAsync(python, world, cancellationToken).ConfigureAwait(false))
            {
                files[path] = file;
            }
        }

        // In the order of the texts; what only supports tests holds none.
        return new TestInventory(
            texts
                .Keys.Where(files.ContainsKey)
                .ToDictionary(
                    path => path,
                    path => StackCatalog.All.IsTest(path) ? files[path] : files[path] with { Tests = [] },
                    StringComparer.Ordinal
                )
        );
    }

    private static bool IsScript(string path) =>
        Path.GetExtension(path) is ".js" or ".ts" or ".jsx" or ".tsx" or ".mjs" or ".cjs" or ".mts" or ".cts";

    private static async Task<Dictionary<string, TestFileSource>> PythonAsync(
        Dictionary<string, string> texts,
        GateWorld world,
        CancellationToken cancellationToken
    )
    {
        const string Trouble = "python3 cannot read the tests";
        try
        {
            var script = System.Text.Encoding.UTF8.GetBytes(PythonTestText.Script());
            return PythonTestText.Read(
                await new PythonScript(world)
                    .RunAsync(script, PythonTestText.Request(texts), Trouble, cancellationToken)
                    .ConfigureAwait(false)
            );
        }
        catch (JsonException trouble)
        {
            throw new CommandStartException(Trouble, trouble);
        }
    }
}
