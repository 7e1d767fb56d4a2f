using System.Globalization;
using System.Text;

namespace Ashlar.Core.Agents;

/// <summary>
/// Reads agent definitions as they are in the wild: YAML or nearly, with or without byte order mark, LF or CRLF, with text whose
/// encoding was damaged, with or without front matter. What is wrong is said in <see cref="AgentDefinition.Problems"/>.
/// </summary>
public static class AgentFile
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Reads the bytes of a definition. Never fails: a damaged file gives a definition with problems.</summary>
    /// <param name="path">The path by which the definition is known; its stem is the name where the front matter gives none.</param>
    /// <param name="content">The file's bytes.</param>
    public static AgentDefinition Read(string path, ReadOnlySpan<byte> content)
    {
        if (OtherFormat.Of(path, content) is { } other)
        {
            return other;
        }

        var problems = new List<Problem>();
        var text = Repaired(path, Decoded(path, content, problems), problems);
        var matter = FrontMatterText.Read(path, text);
        problems.AddRange(matter.Problems);
        ReportKeys(path, matter, problems);
        var (tools, disallowed) = ToolListText.Read(path, matter, problems);
        var permissions = PermissionText.Read(path, matter, problems);
        var extras = new FrontMatterPolicy(path, matter, problems);
        return new AgentDefinition
        {
            Name = Single(matter["name"]) ?? DefinitionPath.StemOf(path),
            Description = matter.Exists ? DescriptionOf(matter) : FirstParagraph(matter.Body),
            Path = path,
            Tools = tools,
            DisallowedTools = disallowed,
            Permissions = permissions,
            Model = ModelOf(path, matter, problems),
            Color = Single(matter["color"]) ?? Single(matter["colour"]),
            MaxTurns = TurnsOf(path, matter, problems),
            PermissionMode = IsTrue(Single(matter["readonly"])) ? "plan" : Single(matter["permissionMode"]),
            Prompt = matter.Body,
            PromptLine = matter.BodyLine,
            KeyLines = matter.Entries.ToDictionary(entry => entry.Key, entry => entry.Line, StringComparer.Ordinal),
            Scope = extras.Scope(PermissionText.Scope(permissions)),
            Gates = extras.Gates(),
            Review = Single(matter["review"]) ?? Single(matter["review"]?.Value["by"], null),
            // A front matter that is no YAML is read line by line as well as key by key.
            Problems = [.. problems.Distinct()],
        };
    }

    /// <summary>Reads a definition from disk.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shownPath">The path by which it is known; null for <paramref name="file"/> itself.</param>
    /// <exception cref="ProblemException">The file cannot be read.</exception>
    public static AgentDefinition ReadFile(string file, string? shownPath = null)
    {
        try
        {
            return Read(shownPath ?? file, OrdinaryFile.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var problem = new Problem("agent.unreadable", $"The agent definition cannot be read: {exception.Message}")
            {
                Path = shownPath ?? file,
                Remedy = "Check the path and its permissions",
            };
            throw new ProblemException(problem, 2, exception);
        }
    }

    private static string Decoded(string path, ReadOnlySpan<byte> content, List<Problem> problems)
    {
        if (content is [0xff, 0xfe, ..])
        {
            return Encoding.Unicode.GetString(content[2..]);
        }

        if (content is [0xfe, 0xff, ..])
        {
            return Encoding.BigEndianUnicode.GetString(content[2..]);
        }

        var body = content is [0xef, 0xbb, 0xbf, ..] ? content[3..] : content;
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(
                new Problem("agent.encoding", "The file is not valid UTF-8; what could not be read stands as U+FFFD")
                {
                    Path = path,
                    Warning = true,
                    Remedy = "Save it as UTF-8",
                }
            );
            return Encoding.UTF8.GetString(body);
        }
    }

    private static string Repaired(string path, string text, List<Problem> problems)
    {
        var (sound, count) = MojibakeText.Repair(text);
        if (count > 0)
        {
            problems.Add(
                new Problem("agent.mojibake", $"{count} characters were damaged by a wrong encoding; they were put right in memory")
                {
                    Path = path,
                    Warning = true,
                    Remedy = "Save the file again as UTF-8; it was not touched",
                }
            );
        }

        return sound.TrimStart('\ufeff');
    }

    private static void ReportKeys(string path, FrontMatter matter, List<Problem> problems)
    {
        foreach (var entry in matter.Entries)
        {
            if (KeyValues.Fault(path, entry) is { } fault)
            {
                problems.Add(fault);
            }
            else if (!KnownKeys.Contains(entry.Key))
            {
                problems.Add(KnownKeys.Unknown(path, entry.Key, entry.Line));
            }
            else if (KnownKeys.IsUnmet(entry.Key))
            {
                var message = $"'{entry.Key}' is not enforced";
                problems.Add(
                    new Problem("agent.not-enforced", message)
                    {
                        Path = path,
                        Line = entry.Line,
                        Warning = true,
                        Remedy =
                            $"Where it must hold, say it in .ashlar/config.yaml (scope, limits, gates, network); else take '{entry.Key}' out",
                    }
                );
            }
        }
    }

    private static string? Single(FrontMatterEntry? entry) => Single(entry?.Value, entry?.Raw);

    private static string? Single(YamlValue? value, string? raw)
    {
        if (value is null or { IsNull: true })
        {
            return null;
        }

        var text = (value.Text ?? raw)?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string DescriptionOf(FrontMatter matter)
    {
        var text = Single(matter["description"]) ?? "";
        return text.Replace("\\r\\n", "\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Trim();
    }

    private static string? ModelOf(string path, FrontMatter matter, List<Problem> problems)
    {
        var entry = matter["model"];
        if (entry?.Value.List is not { Count: > 0 } list)
        {
            return Single(entry);
        }

        var first = list.Select(item => item.Text).FirstOrDefault(item => !string.IsNullOrWhiteSpace(item));
        var message = $"Several models are named; the first, '{first}', is used";
        problems.Add(
            new Problem("agent.model-list", message)
            {
                Path = path,
                Line = entry.Line,
                Warning = true,
                Remedy = $"Write `model: {first}`; models that stand in for it belong to `fallback` in .ashlar/config.yaml",
            }
        );
        return first;
    }

    /// <summary>As YAML means it.</summary>
    private static bool IsTrue(string? text) => text?.ToLowerInvariant() is "true" or "yes" or "on";

    private static int? TurnsOf(string path, FrontMatter matter, List<Problem> problems)
    {
        var entry = matter["maxTurns"] ?? matter["steps"] ?? matter["maxSteps"] ?? matter["max_turns"];
        if (Single(entry) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var turns) && turns > 0)
        {
            return turns;
        }

        problems.Add(
            new Problem("agent.max-turns", $"'{entry!.Key}' is not a positive number")
            {
                Path = path,
                Line = entry.Line,
                Observed = text,
                Remedy = "Write a whole number from 1",
            }
        );
        return null;
    }

    /// <summary>The first lines that are neither blank nor a heading nor a ruler.</summary>
    private static string FirstParagraph(string body)
    {
        var paragraph = TextLines
            .Of(body)
            .Select(line => line.Text.Trim())
            .SkipWhile(line => line.Length == 0 || line[0] == '#' || !line.Any(char.IsLetterOrDigit))
            .TakeWhile(line => line.Length > 0);
        return string.Join('\n', paragraph);
    }
}
