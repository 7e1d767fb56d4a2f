namespace Ashlar.Core.Policies;

/// <summary>A command from prose as a gate: known tools only, formatters in their checking form.</summary>
internal static class GateCommandProse
{
    /// <summary>Tools that judge, with the name that their gate gets.</summary>
    private static readonly Dictionary<string, string> Tools = new(StringComparer.Ordinal)
    {
        ["black"] = "format",
        ["isort"] = "imports",
        ["yapf"] = "format",
        ["autopep8"] = "format",
        ["flake8"] = "lint",
        ["pycodestyle"] = "lint",
        ["pyflakes"] = "lint",
        ["pylint"] = "lint",
        ["ruff"] = "lint",
        ["mypy"] = "types",
        ["pyright"] = "types",
        ["bandit"] = "security",
        ["pip-audit"] = "security",
        ["semgrep"] = "security",
        ["pytest"] = "tests",
        ["unittest"] = "tests",
        ["tox"] = "tests",
        ["nox"] = "tests",
        ["prettier"] = "format",
        ["eslint"] = "lint",
        ["biome"] = "lint",
        ["tsc"] = "types",
        ["jest"] = "tests",
        ["vitest"] = "tests",
        ["mocha"] = "tests",
        ["gofmt"] = "format",
        ["golangci-lint"] = "lint",
        ["rubocop"] = "lint",
        ["rspec"] = "tests",
        ["phpunit"] = "tests",
        ["phpstan"] = "types",
        ["ctest"] = "tests",
    };

    /// <summary>Tools whose first argument decides.</summary>
    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["dotnet test"] = "tests",
        ["dotnet build"] = "build",
        ["dotnet format"] = "format",
        ["cargo test"] = "tests",
        ["cargo clippy"] = "lint",
        ["cargo fmt"] = "format",
        ["cargo check"] = "build",
        ["cargo build"] = "build",
        ["go test"] = "tests",
        ["go vet"] = "lint",
        ["go build"] = "build",
        ["node --test"] = "tests",
        ["mvn test"] = "tests",
        ["mvn verify"] = "tests",
        ["gradle test"] = "tests",
        ["./gradlew test"] = "tests",
        ["make test"] = "tests",
        ["make lint"] = "lint",
        ["make check"] = "check",
        ["make format-check"] = "format",
        ["manage.py test"] = "tests",
        ["manage.py check"] = "check",
        ["pre-commit run"] = "lint",
        ["composer test"] = "tests",
        ["./gradlew check"] = "tests",
        ["./mvnw test"] = "tests",
        ["./mvnw verify"] = "tests",
        ["just test"] = "tests",
        ["just lint"] = "lint",
        ["just check"] = "check",
        ["task test"] = "tests",
        ["task lint"] = "lint",
        ["task check"] = "check",
        ["deno test"] = "tests",
        ["deno lint"] = "lint",
        ["ty check"] = "types",
        ["nx test"] = "tests",
        ["turbo test"] = "tests",
        ["flutter test"] = "tests",
        ["flutter analyze"] = "lint",
        ["swift test"] = "tests",
        ["ruff format"] = "format",
        ["biome check"] = "lint",
        ["biome format"] = "format",
    };

    /// <summary>Tools that look at the files and folders behind their options.</summary>
    private static readonly HashSet<string> PathTools = new(
        "black isort yapf autopep8 flake8 pycodestyle pyflakes pylint ruff mypy pyright pytest prettier eslint jest vitest mocha rubocop rspec phpunit phpstan gofmt".Split(
            ' '
        ),
        StringComparer.Ordinal
    );

    /// <summary>The command over folders, where its tool takes such and it names none itself; else as it is.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folders">What a sentence says that it is about.</param>
    public static string Over(string command, IReadOnlyList<string> folders)
    {
        var words = SimpleCommandText.Read(command) is { Fault: null, Commands: [{ } simple] } ? simple.Words : [];
        var at = ToolAt(words);
        return folders.Count > 0 && at < words.Count && PathTools.Contains(words[at]) && HasNoTarget(command)
            ? $"{command} {string.Join(' ', folders)}"
            : command;
    }

    /// <summary>Whether a command names nothing to look at: behind its tool there are options and the tool's own first word only.</summary>
    public static bool HasNoTarget(string command)
    {
        if (SimpleCommandText.Read(command) is not { Fault: null, Commands: [{ } simple] })
        {
            return false;
        }

        var words = simple.Words;
        return !words
            .Skip(ToolAt(words) + 1)
            .Any(word => word.Contains('/', StringComparison.Ordinal) || word.Contains('.', StringComparison.Ordinal));
    }

    /// <summary>The gate, or null when the command is none that is known to judge, or is no simple command.</summary>
    public static (string Name, string Run)? Read(string command)
    {
        var parsed = SimpleCommandText.Read(command);
        if (parsed.Fault is not null || parsed.Commands is not [{ } simple] || command.AsSpan().IndexOfAny("[<{") >= 0)
        {
            return null;
        }

        var words = simple.Words;
        var start = ToolAt(words);
        if (start >= words.Count)
        {
            return null;
        }

        // vendor/bin/phpunit and node_modules/.bin/jest are the tools of that name.
        var tool =
            words[start].Contains("/bin/", StringComparison.Ordinal) || words[start].Contains("/.bin/", StringComparison.Ordinal)
                ? words[start][(words[start].LastIndexOf('/') + 1)..]
                : words[start];
        var pair = start + 1 < words.Count ? $"{tool} {words[start + 1]}" : tool;
        var name = NameOfScript(tool, words, start) ?? Commands.GetValueOrDefault(pair) ?? Tools.GetValueOrDefault(tool);
        return name is null || Only(words, start) || words.Skip(start + 1).Any(GatePlaceholder.Is)
            ? null
            : (name, Checking(command, tool, pair));
    }

    /// <summary>Where the tool is behind what runs it: <c>uv run</c>, <c>docker compose exec web</c>, <c>python -m</c>.</summary>
    private static int ToolAt(IReadOnlyList<string> words)
    {
        var at = 0;
        while (at < words.Count)
        {
            var next = at + 1 < words.Count ? words[at + 1] : "";
            var skip = words[at] switch
            {
                "uv" or "poetry" or "pipenv" or "hatch" or "pdm" or "rye" when next == "run" => 2,
                "pnpm" or "yarn" when next is "exec" or "dlx" => 2,
                "bundle" when next == "exec" => 2,
                "npx" or "bunx" or "uvx" or "time" => 1,
                "python" or "python3" when next == "-m" => 2,
                "coverage" when next == "run" => at + 2 < words.Count && words[at + 2] == "-m" ? 3 : 2,
                "python" or "python3" when next.EndsWith("manage.py", StringComparison.Ordinal) => 1,
                "docker-compose" when next is "exec" or "run" => Service(words, at + 2) - at,
                "docker" when next == "compose" && at + 2 < words.Count && words[at + 2] is "exec" or "run" => Service(words, at + 3) - at,
                _ => 0,
            };
            if (skip == 0)
            {
                return at;
            }

            at += skip;
        }

        return at;
    }

    private static int Service(IReadOnlyList<string> words, int at)
    {
        while (at < words.Count && words[at].StartsWith('-'))
        {
            at += words[at] is "-u" or "--user" or "-e" or "--env" or "-w" or "--workdir" ? 2 : 1;
        }

        return at + 1;
    }

    private static string? NameOfScript(string tool, IReadOnlyList<string> words, int start)
    {
        if (tool is not ("npm" or "pnpm" or "yarn" or "bun") || start + 1 == words.Count)
        {
            return null;
        }

        var script = words[start + 1] == "run" && start + 2 < words.Count ? words[start + 2] : words[start + 1];
        var kind = script.Split(':')[0];
        return kind switch
        {
            "test" or "tests" => "tests",
            "lint" => script.Contains("fix", StringComparison.Ordinal) ? null : "lint",
            "typecheck" or "type-check" or "check-types" or "tsc" => "types",
            "build" => "build",
            "check" => "check",
            _ => script is "format:check" or "prettier:check" ? "format" : null,
        };
    }

    /// <summary>Whether the command only shows something.</summary>
    private static bool Only(IReadOnlyList<string> words, int start) =>
        words.Skip(start + 1).Any(word => word is "--version" or "--help" or "-h" or "--watch" or "--init");

    private static string Checking(string command, string tool, string pair) =>
        tool switch
        {
            "black" => With(command, "black", "--check", "--check", "--diff"),
            "isort" => With(command, "isort", "--check-only", "--check-only", "--check", "-c"),
            "yapf" or "autopep8" => With(Without(command, " -i", " --in-place"), tool, "--diff", "--diff", "-d"),
            "prettier" => With(Without(command, " --write", " -w"), "prettier", "--check", "--check", "-c", "--list-different"),
            "gofmt" => $"test -z \"$({Without(command, " -w", " -l").Replace("gofmt", "gofmt -l", StringComparison.Ordinal)})\"",
            _ when pair == "ruff format" => With(command, "ruff format", "--check", "--check", "--diff"),
            _ when pair == "cargo fmt" => With(command, "cargo fmt", "--check", "--check"),
            _ when pair == "dotnet format" => With(command, "dotnet format", "--verify-no-changes", "--verify-no-changes"),
            _ => Without(command, " --fix", " --write", " -a", " -A"),
        };

    private static string With(string command, string after, string option, params ReadOnlySpan<string> already)
    {
        foreach (var word in already)
        {
            if ((command + " ").Contains($" {word} ", StringComparison.Ordinal))
            {
                return command;
            }
        }

        var at = command.IndexOf(after, StringComparison.Ordinal) + after.Length;
        return command.Insert(at, " " + option);
    }

    private static string Without(string command, params ReadOnlySpan<string> options)
    {
        var text = command + " ";
        foreach (var option in options)
        {
            text = text.Replace(option + " ", " ", StringComparison.Ordinal);
        }

        return text.TrimEnd();
    }
}
