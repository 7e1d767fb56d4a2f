using System.Diagnostics;
using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

/// <summary>What a call is refused for is told by its code, and the call that its remedy asks for is taken.</summary>
public sealed class RemediesOfTools
{
    private static readonly AgentScope scope = new() { Allow = [new ScopePattern("app/**", 3)] };

    private static readonly Dictionary<string, (Func<ToolRoom, Task<Problem?>> Wrong, Func<ToolRoom, Task<Problem?>> Right)> scenes = new(
        StringComparer.Ordinal
    )
    {
        ["arg.invalid"] = (room => Told(room.Write("app/a\nb", "x\n")), room => Told(room.Write("app/ab", "x\n"))),
        ["arguments.json"] = (_ => Arguments("{\"kind\": "), _ => Arguments("{\"kind\": \"question\", \"summary\": \"Which letter?\"}")),
        ["file.directory"] = (room => Opened(room, "app"), room => Told(room.Call("Glob", ("pattern", "app/*")))),
        ["file.missing"] = (room => Opened(room, "app/none.py"), room => Told(room.Call("Glob", ("pattern", "**/*.py")))),
        ["file.too-large"] = (room => Told(room.Read("app/large.txt")), room => Told(room.Bash("head -c 10 app/large.txt"))),
        ["network.address"] = (_ => Fetch("http://example.org/4a6f9b1c3d5e7f8091a2b3c4d5e6f708"), _ => Fetch("http://example.org/docs")),
        ["network.fetches"] = (
            room => Told(room.Call("WebFetch", ("url", "http://example.org/docs"))),
            room => Told(room.Read("app/sum.py"))
        ),
        ["network.host"] = (_ => Fetch("http://other.example/docs"), _ => Fetch("http://example.org/docs")),
        ["scope.git"] = (room => Told(room.Write("app/.git/config", "x\n")), room => Told(room.Write("app/config", "x\n"))),
        ["scope.hard-link"] = (
            room => Told(room.Write("app/hard", "x\n")),
            async room =>
            {
                _ = await room.Bash("cp app/hard app/own && mv app/own app/hard");
                _ = await room.Read("app/hard");
                return await Told(room.Write("app/hard", "x\n"));
            }
        ),
        ["scope.not-regular"] = (room => Told(room.Read("app/pipe")), room => Told(room.Read("app/sum.py"))),
        ["scope.outside"] = (room => Told(room.Write("../x.py", "x\n")), room => Told(room.Write("app/x.py", "x\n"))),
        ["scope.set-id"] = (room => Told(room.Bash("chmod u+s app/sum.py")), room => Told(room.Bash("chmod 755 app/sum.py"))),
        ["scope.shared"] = (
            room =>
            {
                room.Context = room.Context with
                {
                    Mounts = room.Context.Mounts with
                    {
                        Shared = new Dictionary<string, string>(StringComparer.Ordinal) { ["app/lib"] = room.Outside },
                    },
                };
                return Told(room.Write("app/lib/x.py", "x\n"));
            },
            room => Told(room.Write("app/x.py", "x\n"))
        ),
        ["scope.symlink"] = (room => Told(room.Write("app/inside", "two\n")), room => Told(room.Edit("app/sum.py", "one", "two"))),
        ["scope.write"] = (room => Told(room.Write("docs/x.md", "x\n")), room => Told(room.Write("app/x.md", "x\n"))),
        ["tool.command-refused"] = (_ => Command("rm -r app"), _ => Command("git status && git diff")),
    };

    public static TheoryData<string> Codes => [.. RemediesInProcess.Codes];

    [Fact]
    public void Every_scene_is_counted() =>
        Assert.Equal(scenes.Keys.Order(StringComparer.Ordinal), RemediesInProcess.Codes.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task What_a_remedy_says_ends_what_it_is_for(string code)
    {
        Assert.NotNull(ErrorCatalog.Find(code));
        using var room = new ToolRoom
        {
            Rules = scope,
            Network = new NetworkAccess([], ["example.org"]),
            Fetches = new FetchBudget(FetchBudget.Most),
        }.With("app/sum.py", "one\n");
        File.CreateSymbolicLink(room["app/inside"], "sum.py");
        using (var large = File.Create(room["app/large.txt"]))
        {
            large.SetLength(65L * 1024 * 1024);
        }

        Run("mkfifo", room["app/pipe"]);
        File.WriteAllText(Path.Combine(room.Outside, "beside"), "x\n");
        Run("ln", Path.Combine(room.Outside, "beside"), room["app/hard"]);
        room.Begin();

        var told = await scenes[code].Wrong(room);
        var after = await scenes[code].Right(room);

        Assert.Equal(code, told?.Code);
        Assert.Null(after);
    }

    private static async Task<Problem?> Told(Task<MaskedAnswer> call)
    {
        var answer = await call;
        Assert.Equal(answer.Refusal is not null, answer.IsError);
        return answer.Refusal is { } refusal ? new Problem(refusal.Code, answer.Text) : null;
    }

    // The file tools say it in their own words.
    private static Task<Problem?> Opened(ToolRoom room, string path) => Task.FromResult(room.Workspace.Files.Read(path, 1024).Problem);

    private static Task<Problem?> Fetch(string address) => Task.FromResult<Problem?>(FetchAddress.Refusal(address, ["example.org"], out _));

    private static Task<Problem?> Arguments(string json) =>
        Task.FromResult(
            CallReading.Of(new ToolCall("call-1", "Escalate", Said.Text(json)), EscalationInput.Read).Problems is [var first, ..]
                ? first
                : null
        );

    private static Task<Problem?> Command(string line)
    {
        var agent = AgentFile.Read("a.md", Encoding.UTF8.GetBytes("---\nname: a\ntools: Bash(git:*)\n---\nGo.\n"));
        return Task.FromResult(PolicyCompiler.Compile(agent, PolicySource.None).Tools.DecideCommand(line));
    }

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
