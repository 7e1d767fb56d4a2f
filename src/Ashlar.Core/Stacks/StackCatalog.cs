using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Dotnet;
using Ashlar.Core.Stacks.Go;
using Ashlar.Core.Stacks.Jvm;
using Ashlar.Core.Stacks.Make;
using Ashlar.Core.Stacks.Native;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Php;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Ruby;
using Ashlar.Core.Stacks.Rust;

namespace Ashlar.Core.Stacks;

/// <summary>All ecosystems that Ashlar knows. A further one is a folder and a line here.</summary>
internal static class StackCatalog
{
    /// <summary>The stacks, in the order in which they are asked.</summary>
    public static IReadOnlyList<IStack> All { get; } =
    [
        new PythonStack(),
        new NodeStack(),
        new DotnetStack(),
        new GoStack(),
        new RustStack(),
        new JvmStack(),
        new RubyStack(),
        new PhpStack(),
        new NativeStack(),
        new MakeStack(),
    ];

    /// <summary>What all ecosystems keep for a user.</summary>
    public static IReadOnlyList<IPackageStore> Stores { get; } = [.. All.SelectMany(stack => stack.Stores)];

    private static readonly Dictionary<string, (StackTool Tool, IStack Stack)> Tools = All.SelectMany(stack =>
            stack.Tools.Select(tool => (tool, stack))
        )
        .ToDictionary(pair => pair.tool.Name, StringComparer.Ordinal);

    /// <summary>The tool of that name; <see cref="StackTool.Unknown"/> for the name of none.</summary>
    public static StackTool Tool(string name) => Tools.TryGetValue(name, out var known) ? known.Tool : StackTool.Unknown;

    /// <summary>What brings a program that is missing, as its stack knows.</summary>
    public static string Remedy(string program) =>
        All.Select(stack => stack.Remedy(program)).FirstOrDefault(remedy => remedy is not null)
        ?? (
            program is "docker" or "docker-compose"
                ? "Install docker, or name the gate without it in .ashlar/config.yaml"
                : $"Install {program}, or change the gate in .ashlar/config.yaml"
        );

    /// <summary>
    /// A line that tells its result: the stack of its tool makes it, and where the tool is not known, the first that can. Null where the line stays as
    /// it is.
    /// </summary>
    public static ReportedLine? Report(ReportRequest request) =>
        Of(request.Command.Tool) is { } own
            ? own.Report(request)
            : All.Select(stack => stack.Report(request)).FirstOrDefault(line => line is not null);

    /// <summary>Why a tool could not do its work, as its stack knows; where the tool is not known, as any.</summary>
    public static StackFault? Fault(FailedCommand failed) =>
        Of(failed.Command.Tool) is { } own
            ? own.Fault(failed)
            : All.Select(stack => stack.Fault(failed)).FirstOrDefault(fault => fault is not null);

    /// <summary>Why a command told no result, as the stack of its tool knows; where the tool is not known, as any.</summary>
    public static StackFault? Silence(FailedCommand failed) =>
        Of(failed.Command.Tool) is { } own
            ? own.Silence(failed)
            : All.Select(stack => stack.Silence(failed)).FirstOrDefault(fault => fault is not null);

    /// <summary>The stack of a tool; null for a program that no stack knows.</summary>
    public static IStack? Of(StackTool tool) => Tools.TryGetValue(tool.Name, out var known) ? known.Stack : null;
}
