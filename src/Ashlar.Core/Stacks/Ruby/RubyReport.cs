using System.Text;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>Has every Ruby process of a command load <c>ashlar_tests.rb</c>, which tells what its tests did; it reaches behind rake, Bundler and scripts.</summary>
internal static class RubyReport
{
    private const string Name = "ashlar_tests";

    private static readonly Lazy<string> Program = new(() =>
    {
        using var stream = typeof(RubyReport).Assembly.GetManifestResourceStream($"{Name}.rb")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    /// <summary>The line; null where it stays as it is.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        if (request.Place is not { } place || request.Results is not (RubyStack.Rspec or RubyStack.Minitest))
        {
            return null;
        }

        var command = request.Command;
        var isRestricted = request.Files is { Count: > 0 } && CanBeRestricted(command);
        var line = command.Line + (isRestricted ? string.Concat(request.Files!.Select(file => " " + ShellWords.Quote(file))) : "");
        return new ReportedLine(
            $"mkdir -p \"{place}\"; printf '%s' {ShellWords.Quote(Program.Value)} >\"{place}/{Name}.rb\"; "
                + $"export DISABLE_SPRING=1 ASHLAR_RESULTS=\"{place}\" RUBYLIB=\"{place}${{RUBYLIB:+:$RUBYLIB}}\" RUBYOPT=\"-r{Name}${{RUBYOPT:+ $RUBYOPT}}\" SPEC_OPTS=\"${{SPEC_OPTS:+$SPEC_OPTS }}--no-fail-fast\"; "
                + line
        )
        {
            Ending = "",
            FileEnding = ".tests",
            IsRestricted = isRestricted,
        };
    }

    /// <summary>Files can be appended to a plain line that names none of its own.</summary>
    private static bool CanBeRestricted(GateCommand command) =>
        command is { OptionsAt: > 0, Folder: "" }
        && GateTool.Name(command.Program) is "rspec" or "rails"
        && ShellWords.Commands(command.Line).Count == 1
        && command.Words.Skip(1).All(word => word.StartsWith('-'));
}
