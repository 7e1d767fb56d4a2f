using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>Tells from what Ruby and Bundler print that the runner could not start: gems that are not installed, another Ruby, unknown options.</summary>
internal static partial class RubyFaults
{
    /// <summary>Why the runner could not start; null where it did.</summary>
    public static StackFault? Of(string text)
    {
        if (Gems().FirstIn(text) is { Success: true } gems)
        {
            return new StackFault(
                FaultKind.Restore,
                $"Bundler does not find what the Gemfile asks for: {FailureText.Line(gems.Groups[1].Value)}"
            )
            {
                Remedy = "Run `bundle install` once yourself",
            };
        }

        if (Version().FirstIn(text) is { Success: true } version)
        {
            return new StackFault(FaultKind.Missing, FailureText.Line(version.Groups[1].Value))
            {
                Remedy = "Install the Ruby that the Gemfile asks for",
            };
        }

        if (Runner().FirstIn(text) is { Success: true } runner)
        {
            return new StackFault(FaultKind.Missing, $"the runner's own library {runner.Groups[1].Value} is not installed")
            {
                Remedy = "Install it: gem install, or bundle install where there is a Gemfile",
            };
        }

        return Usage().FirstIn(text) is { Success: true } usage
            ? new StackFault(FaultKind.Usage, $"the runner does not take its command line: {FailureText.Line(usage.Groups[1].Value)}")
            : null;
    }

    [GeneratedRegex(
        @"(Could not find (?:gem '|gems matching |compatible versions|\S+ in (?:any of the sources|locally installed gems|cached gems)).{0,300}|bundler: command not found: .{1,200}|Bundler could not find compatible versions.{0,200}|The git source .{1,200} is not yet checked out.{0,100}|Could not locate Gemfile.{0,100})",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Gems();

    [GeneratedRegex(@"(Your Ruby version is .{1,100}, but your Gemfile specified .{1,100})", RegexOptions.None, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(
        @"cannot load such file -- (rspec(?:/core)?|minitest(?:/autorun)?|test/unit|rake|rails(?:/\w+)?|bundler/setup) \(LoadError\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Runner();

    [GeneratedRegex(
        @"^(invalid option: .{1,200}|rake aborted!\nDon't know how to build task .{1,200}|invalid argument: .{1,200})$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Usage();
}
