using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Audit;

/// <summary>All cases as commits of one repository, written at once.</summary>
internal sealed class AuditRepository : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> commits;

    public AuditRepository(IReadOnlyList<AuditCase> cases)
    {
        Run("", "init", "-q", "--bare", ".");
        var stream = new StringBuilder();
        for (var at = 0; at < cases.Count; at++)
        {
            Commit(stream, Name(at, "base"), cases[at].Before);
            Commit(stream, Name(at, "work"), cases[at].After);
        }

        Run(stream.ToString(), "fast-import", "--quiet");
        commits = Run("", "for-each-ref", "--format=%(refname) %(objectname)")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[1], StringComparer.Ordinal);
    }

    public Git Git => new(Machine.Git, folder.Path, folder.Path);

    public string Objects => folder["objects"];

    public string Base(int at) => commits[Name(at, "base")];

    public string Work(int at) => commits[Name(at, "work")];

    public void Dispose() => folder.Dispose();

    private static string Name(int at, string what) => string.Create(CultureInfo.InvariantCulture, $"refs/heads/{at}-{what}");

    private static void Commit(StringBuilder stream, string name, IReadOnlyDictionary<string, string> files)
    {
        stream.Append($"commit {name}\ncommitter a <a@example.org> 1767600000 +0000\ndata 1\nx\n");
        foreach (var (path, text) in files)
        {
            stream.Append($"M 100644 inline {path}\ndata {Encoding.UTF8.GetByteCount(text)}\n{text}\n");
        }
    }

    private string Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder.Path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(input));
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Xunit.Assert.Equal(0, process.ExitCode);
        return answer;
    }
}
