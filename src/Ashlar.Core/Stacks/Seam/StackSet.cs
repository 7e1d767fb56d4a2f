using System.Collections;
using System.Collections.Frozen;
using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>
/// Ecosystems that are asked together: what one alone cannot say, since another may know the tool, the file or the form of result. A stack gets the set
/// that it is asked with (<see cref="RepositoryFiles.Stacks"/>) and knows no other stack by name.
/// </summary>
/// <param name="members">The stacks, in the order in which they are asked.</param>
internal sealed class StackSet(IReadOnlyList<IStack> members) : IEnumerable<IStack>
{
    private readonly FrozenDictionary<string, (StackTool Tool, IStack Stack)> tools = members
        .SelectMany(stack => stack.Tools.Select(tool => (Tool: tool, Stack: stack)))
        .ToFrozenDictionary(pair => pair.Tool.Name, StringComparer.Ordinal);

    private readonly FrozenSet<string> foreign = members.SelectMany(stack => stack.ForeignFolders).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What all ecosystems keep for a user.</summary>
    public IReadOnlyList<IPackageStore> Stores { get; } = [.. members.SelectMany(stack => stack.Stores)];

    /// <summary>What tools take their orders from: those of the stacks, and those of no stack.</summary>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [.. members.SelectMany(stack => stack.Configuration), .. JudgingTools.OfNoStack];

    /// <summary>Every name that <c>results:</c> takes.</summary>
    public IEnumerable<string> ReaderNames => CommonReaders.Names.Concat(members.SelectMany(stack => stack.Readers.Keys));

    /// <inheritdoc/>
    public IEnumerator<IStack> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The tool of that name; <see cref="StackTool.Unknown"/> for the name of none.</summary>
    public StackTool Tool(string name) => tools.TryGetValue(name, out var known) ? known.Tool : StackTool.Unknown;

    /// <summary>The stack of a tool; null for a program that no stack knows.</summary>
    public IStack? Of(StackTool tool) => tools.TryGetValue(tool.Name, out var known) ? known.Stack : null;

    /// <summary>The tool of a simple command and the index of its own word; <see cref="StackTool.None"/> for a program that no stack knows.</summary>
    public ToolWord Recognise(IReadOnlyList<ShellWord> words, int at) =>
        members.Select(stack => stack.Recognise(words, at)).FirstOrDefault(call => call is not null) ?? new ToolWord(StackTool.None, at);

    /// <summary>Whether a folder of that name holds what tools install, build or keep.</summary>
    public bool IsForeign(string folder) => foreign.Contains(folder);

    /// <summary>Whether the file holds tests by its name.</summary>
    public bool IsTest(string path) => members.Any(stack => stack.RoleOf(path) == TestRole.Test) || TestPaths.IsTest(path);

    /// <summary>Whether the file is set-up, data or helper of tests: in a test folder, a conftest, a snapshot.</summary>
    public bool IsSupport(string path) => members.Any(stack => stack.RoleOf(path) == TestRole.Support) || TestPaths.IsSupport(path);

    /// <inheritdoc cref="CommandReader.Parse"/>
    public GateCommand Parse(string line) => new CommandReader(this).Parse(line);

    /// <inheritdoc cref="CommandReader.All"/>
    public IEnumerable<GateCommand> Commands(string line) => new CommandReader(this).All(line);

    /// <inheritdoc cref="CommandReader.Resolve"/>
    public GateCommand Resolve(string line, string root) => new CommandReader(this).Resolve(line, new RepositoryFiles(root, this));

    /// <summary>The reader that is named (also by a test tool's name), else the one that the command suggests, else <c>exit</c>.</summary>
    public IResultReader Reader(string? results, GateCommand command) =>
        Named(results) ?? Named(command.Tool.Results) ?? CommonReaders.Exit;

    /// <summary>Whether a gate reads tests.</summary>
    public bool ReadsTests(GateSetting gate, string root) => Reader(gate.Results, Resolve(gate.Run, root)).ReadsTests;

    /// <summary>
    /// A line that tells its result: the stack of its tool makes it, and where the tool is not known, the first that can. Null where the line stays as
    /// it is.
    /// </summary>
    public ReportedLine? Report(ReportRequest request) =>
        Of(request.Command.Tool) is { } own
            ? own.Report(request)
            : members.Select(stack => stack.Report(request)).FirstOrDefault(line => line is not null);

    /// <summary>Why a tool could not do its work, as its stack knows; where the tool is not known, as any.</summary>
    public StackFault? Fault(FailedCommand failed) =>
        Of(failed.Command.Tool) is { } own
            ? own.Fault(failed)
            : members.Select(stack => stack.Fault(failed)).FirstOrDefault(fault => fault is not null);

    /// <summary>Why a command told no result, as the stack of its tool knows; where the tool is not known, as any.</summary>
    public StackFault? Silence(FailedCommand failed) =>
        Of(failed.Command.Tool) is { } own
            ? own.Silence(failed)
            : members.Select(stack => stack.Silence(failed)).FirstOrDefault(fault => fault is not null);

    /// <summary>What brings a program that is missing, as its stack knows.</summary>
    public string Remedy(string program) =>
        members.Select(stack => stack.Remedy(program)).FirstOrDefault(remedy => remedy is not null)
        ?? (
            program is "docker" or "docker-compose"
                ? "Install docker, or name the gate without it in .ashlar/config.yaml"
                : $"Install {program}, or change the gate in .ashlar/config.yaml"
        );

    private IResultReader? Named(string? name) =>
        name is null
            ? null
            : CommonReaders.Named(name)
                ?? members.Select(stack => stack.Readers.GetValueOrDefault(name)).FirstOrDefault(reader => reader is not null);
}
