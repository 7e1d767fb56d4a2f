using System.Text;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Stacks;

/// <summary>A checkout and what real tools said about it; each fixture names the tool's version. They saw the checkout at <c>/w</c>.</summary>
internal sealed class ReadingScene : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public ReadingScene With(string path, string text = "")
    {
        folder.Write(path, text);
        return this;
    }

    public static string Recorded(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Stacks", "Recorded", name));

    public GateReading Read(string line, string text, int exitCode = 1, string? results = null, params string[] files)
    {
        var command = GateCommand.Parse(line);
        return ReaderCatalog
            .For(results, command)
            .Read(
                new GateOutput
                {
                    ExitCode = exitCode,
                    Text = text,
                    Results = [.. files.Select(Encoding.UTF8.GetBytes)],
                    Files = new CheckoutFiles(folder.Path, "/w"),
                    Command = command,
                }
            );
    }

    /// <summary>Ids and outcomes, one a line.</summary>
    public string Outcomes(string line, string text, int exitCode = 1, string? results = null, params string[] files) =>
        string.Join('\n', Read(line, text, exitCode, results, files).Tests!.Cases.Select(test => $"{test.Id} = {test.Outcome}"));
}
