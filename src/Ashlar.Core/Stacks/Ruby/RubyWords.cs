using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>Recognises the runners of Ruby.</summary>
internal static class RubyWords
{
    /// <summary>The tool of a command; null for a program that is not Ruby's.</summary>
    public static ToolWord? Of(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.Name(words[at].Text) switch
        {
            "rspec" or "turbo_tests" or "parallel_rspec" => new ToolWord(RubyStack.Rspec, at),
            "rake" => new ToolWord(Rake(words, at + 1), at),
            "rails" => Rails(words, at),
            "m" or "parallel_test" when at + 1 <= words.Count && words[at].Text is "m" or "parallel_test" => new ToolWord(
                RubyStack.Minitest,
                at
            ),
            "ruby" or "jruby" => Program(words, at),
            _ => null,
        };

    /// <summary>A task whose name speaks of tests, or the default, which is what runs them where there are any.</summary>
    private static string Rake(IReadOnlyList<ShellWord> words, int at)
    {
        var tasks = words
            .Skip(at)
            .Select(word => word.Text)
            .Where(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('[')[0])
            .ToList();
        return tasks.Exists(task => Parts(task).Any(part => part is "spec" or "specs" or "rspec")) ? RubyStack.Rspec
            : tasks.Count == 0 || tasks.Exists(task => Parts(task).Any(part => part is "test" or "tests" or "default")) ? RubyStack.Minitest
            : StackTool.None;
    }

    private static ToolWord Rails(IReadOnlyList<ShellWord> words, int at)
    {
        var task = GateTool.At(words, at + 1);
        return task is "test" or "t" || task.StartsWith("test:", StringComparison.Ordinal) ? new ToolWord(RubyStack.Minitest, at + 1)
            : task is "spec" || task.StartsWith("spec:", StringComparison.Ordinal) ? new ToolWord(RubyStack.Rspec, at + 1)
            : new ToolWord(StackTool.None, at);
    }

    /// <summary>A script of tests by its name, or one that is run with the tests in its path.</summary>
    private static ToolWord Program(IReadOnlyList<ShellWord> words, int at)
    {
        for (var next = at + 1; next < words.Count; next++)
        {
            var word = words[next].Text;
            if (word == "-S")
            {
                return next + 1 < words.Count && Of(words, next + 1) is { } named ? named : new ToolWord(StackTool.None, at);
            }

            if (word.StartsWith("-I", StringComparison.Ordinal) && word[2..].Split(',', ':').Any(part => part is "test" or "spec"))
            {
                return new ToolWord(RubyStack.Minitest, at);
            }

            if (!word.StartsWith('-'))
            {
                return GateTool.Name(word) is "rspec" or "rake" or "rails" ? Of(words, next) ?? new ToolWord(StackTool.None, at)
                    : IsTestFile(word) ? new ToolWord(RubyStack.Minitest, at)
                    : new ToolWord(StackTool.None, at);
            }

            if (word is "-I" or "-r" or "-e")
            {
                next++;
            }
        }

        return new ToolWord(StackTool.None, at);
    }

    private static bool IsTestFile(string path) =>
        path.EndsWith("_test.rb", StringComparison.Ordinal)
        || path.EndsWith("_spec.rb", StringComparison.Ordinal)
        || path.StartsWith("test/", StringComparison.Ordinal)
        || GateTool.Name(path).StartsWith("test_", StringComparison.Ordinal);

    private static string[] Parts(string task) => task.Split(':', '_', '-');
}
