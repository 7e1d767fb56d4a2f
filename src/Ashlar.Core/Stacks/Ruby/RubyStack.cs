using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>Ruby: RSpec, minitest and test-unit, alone, through rake, Rails and Bundler.</summary>
internal sealed class RubyStack : IStack
{
    /// <summary>RSpec.</summary>
    public const string Rspec = "rspec";

    /// <summary>minitest and test-unit, through whatever runs them.</summary>
    public const string Minitest = "minitest";

    /// <inheritdoc/>
    public string Name => "ruby";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Rspec, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Rspec,
            FoundAs = "`rspec`, `bundle exec rspec`",
            ReadFrom = "a formatter that Ashlar adds",
            SelectedBy = "the files",
        },
        new(Minitest, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Minitest,
            FoundAs = "`rake test`, `bin/rails test`, `ruby -Itest …` (test-unit too)",
            ReadFrom = "a reporter that Ashlar adds",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".rb", ".rake"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["vendor"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [
        new(
            "ruby",
            ["rspec", "rake", "rails", "rubocop", "bundle", "ruby"],
            [
                ".rspec",
                ".rspec-local",
                "Rakefile",
                "Rakefile.rb",
                "rakefile",
                ".rubocop.yml",
                ".rubocop_todo.yml",
                ".simplecov",
                ".bundle/config",
            ]
        ),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new RubyStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) => RubyWords.Of(words, at);

    /// <inheritdoc/>
    public int SkipWrapper(IReadOnlyList<ShellWord> words, int at, StackSet stacks) =>
        words[at].Text == "bundle" && GateTool.At(words, at + 1) == "exec" ? at + 2
        : words[at].Text is "spring" or "bin/spring" ? at + 1
        : at;

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => RubyGates.Packages(files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => RubyGates.Find(search.Files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => command.Folder == package.Folder;

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => RubyReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal)
        {
            [Rspec] = new RubyReader(Rspec),
            [Minitest] = new RubyReader(Minitest),
        };

    /// <inheritdoc/>
    public TestRole RoleOf(string path)
    {
        if (Path.GetExtension(path) != ".rb")
        {
            return TestRole.None;
        }

        var (name, folders) = (Path.GetFileNameWithoutExtension(path), path.Split('/').SkipLast(1).ToList());
        return name is "spec_helper" or "rails_helper" or "test_helper" ? TestRole.Support
            : name.EndsWith("_spec", StringComparison.Ordinal) || name.EndsWith("_test", StringComparison.Ordinal) ? TestRole.Test
            : name.StartsWith("test_", StringComparison.Ordinal) && folders.Contains("test", StringComparer.Ordinal) ? TestRole.Test
            : folders.Exists(folder => folder is "spec" or "test") ? TestRole.Support
            : TestRole.None;
    }

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) =>
        failed.Command.Tool.Name is Rspec or Minitest || failed.Command.Wrapper?.StartsWith("bundle", StringComparison.Ordinal) is true
            ? RubyFaults.Of(failed.Text)
            : null;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "ruby" => "Install it: apt install ruby",
            "rspec" => "Install it: apt install ruby-rspec, or gem install rspec",
            "rake" => "Install it: apt install rake",
            "bundle" => "Install it: apt install bundler",
            "bin/rails" or "rails" => "Install what the Gemfile asks for: bundle install",
            _ => null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies { get; } = [new("Gemfile", "`bundle install`")];
}
