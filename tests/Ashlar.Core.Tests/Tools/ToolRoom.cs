using System.Text;
using System.Text.Json;
using Ashlar.Core.Agents;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Tools;

/// <summary>A task with real files, real commands and all built-in tools. What the folder holds when <see cref="Begin"/> is called is the base.</summary>
internal sealed class ToolRoom : IDisposable
{
    private static readonly EnumerationOptions withoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, byte[]> baseContents = new(StringComparer.Ordinal);
    private readonly HostSandbox sandbox = new(TimeProvider.System, Machine.Programs);
    private ToolContext? context;
    private int calls;

    public ToolRoom()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(folder["private"]);
        Workspace = new Workspace(Root, Root);
    }

    public string Root => folder["tree"];

    public string Outside => folder.Path;

    public Workspace Workspace { get; }

    public AgentScope Rules { get; init; } = new();

    public ProtectedPaths Protected { get; init; } = new();

    public SecretMask Mask { get; init; } = SecretMask.None;

    public NetworkAccess Network { get; init; } = NetworkAccess.None;

    public FetchBudget Fetches { get; init; } = new();

    public Toolbox Toolbox { get; init; } = new(BuiltInTools.All());

    public ToolContext Context
    {
        get => context ??= Begin();
        set => context = value;
    }

    public WorktreeScan Tree => Context.Tree!;

    public string this[string relative] => System.IO.Path.Combine(Root, relative);

    public string Text(string relative) => File.ReadAllText(this[relative]);

    public ToolRoom With(string relative, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.WriteAllText(this[relative], text);
        return this;
    }

    /// <summary>Takes what is there as the task base.</summary>
    public ToolContext Begin()
    {
        var files = new Dictionary<string, BaseFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Root, "*", withoutLinks))
        {
            var relative = System.IO.Path.GetRelativePath(Root, path);
            if (!Workspace.Files.Stat(relative).Value.IsFile)
            {
                continue;
            }

            var bytes = File.ReadAllBytes(path);
            baseContents[relative] = bytes;
            files[relative] = new BaseFile(File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), BaseFiles.BlobOf(bytes));
        }

        return context = Resume(files);
    }

    /// <summary>A context as another process would make it for the same worktree.</summary>
    public ToolContext Resume(IReadOnlyDictionary<string, BaseFile> files, IReadOnlySet<string>? differing = null)
    {
        var scope = new Scope([new ScopeLayer(Rules, "rules.yaml")], Protected);
        var tree = new WorktreeScan(
            Workspace,
            new BaseFiles(files, path => baseContents.GetValueOrDefault(path)),
            new ContentFolder(folder["contents"]),
            TimeProvider.System
        )
        {
            RuledThoughIgnored = path => ScopeGuard.IsRuled(scope, path, existsAtBase: false),
        };
        tree.Begin(differing);
        return context = new ToolContext
        {
            Workspace = Workspace,
            Scope = scope,
            Sandbox = sandbox,
            Mounts = new SandboxMounts
            {
                Root = Root,
                ShownRoot = Root,
                PrivateFolder = folder["private"],
            },
            Memory = new ToolMemory(),
            Artifacts = new ArtifactFolder(folder["artifacts"]),
            Mask = Mask,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            Background = new BackgroundCommands(),
            Clock = TimeProvider.System,
            Network = Network,
            Fetches = Fetches,
            Tree = tree,
        };
    }

    public async Task<MaskedAnswer> Call(string tool, params (string Name, object? Value)[] input)
    {
        var call = new ToolCall($"call-{++calls}", tool, Said.Text(Json(input)));
        _ = Toolbox.SnapshotBefore(call, Context);
        var answer = await Toolbox.CallAsync(call, Context, CancellationToken.None);
        Context.Memory.Apply(answer.Effects);
        return answer;
    }

    public Task<MaskedAnswer> Read(string path) => Call("Read", ("file_path", path));

    public Task<MaskedAnswer> Write(string path, string content) => Call("Write", ("file_path", path), ("content", content));

    public Task<MaskedAnswer> Edit(string path, string old, string put) =>
        Call("Edit", ("file_path", path), ("old_string", old), ("new_string", put));

    public Task<MaskedAnswer> Bash(string command) => Call("Bash", ("command", command));

    public static string Json(params (string Name, object? Value)[] input)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in input)
            {
                writer.WritePropertyName(name);
                switch (value)
                {
                    case null:
                        writer.WriteNullValue();
                        break;
                    case bool flag:
                        writer.WriteBooleanValue(flag);
                        break;
                    case int number:
                        writer.WriteNumberValue(number);
                        break;
                    default:
                        writer.WriteStringValue((string)value);
                        break;
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public void Dispose()
    {
        context?.Background.KillAllAsync().GetAwaiter().GetResult();
        Workspace.Files.Dispose();
        folder.Dispose();
    }
}
