using System.Text;
using Ashlar.Core.Stacks.Catalogue;
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

    /// <summary>Reads with a reader of one's own choice.</summary>
    public GateReading With(IResultReader reader, string text, int exitCode = 1, params string[] files) =>
        reader.Read(Output(StackCatalog.All.Parse("true"), text, exitCode, files));

    /// <summary>Ids and outcomes, one a line.</summary>
    public static string Told(GateReading reading) => string.Join('\n', reading.Tests!.Cases.Select(test => $"{test.Id} = {test.Outcome}"));

    /// <summary>What failed: id, file, line and message, one a line.</summary>
    public static string Failures(GateReading reading) =>
        string.Join(
            '\n',
            reading
                .Tests!.Cases.Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error)
                .Select(test => $"{test.Id} ({test.File}:{test.Line}): {test.Message}")
        );

    public GateReading Read(string line, string text, int exitCode = 1, string? results = null, params string[] files)
    {
        var command = StackCatalog.All.Parse(line);
        return StackCatalog.All.Reader(results, command).Read(Output(command, text, exitCode, files));
    }

    /// <summary>Reads what a command printed nothing about.</summary>
    public GateReading Read(IResultReader reader, GateCommand command, int exitCode, params string[] files) =>
        reader.Read(Output(command, "", exitCode, files));

    private GateOutput Output(GateCommand command, string text, int exitCode, string[] files) =>
        new()
        {
            ExitCode = exitCode,
            Text = text,
            Results = [.. files.Select(Encoding.UTF8.GetBytes)],
            Files = new CheckoutFiles(folder.Path, "/w"),
            Command = command,
        };

    /// <summary>Ids and outcomes, one a line.</summary>
    public string Outcomes(string line, string text, int exitCode = 1, string? results = null, params string[] files) =>
        string.Join('\n', Read(line, text, exitCode, results, files).Tests!.Cases.Select(test => $"{test.Id} = {test.Outcome}"));
}
