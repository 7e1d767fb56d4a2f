using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Agents;

/// <summary>Definitions that are not Markdown, such as Codex's TOML. They are refused, since what they restrict would be lost.</summary>
internal static partial class OtherFormat
{
    /// <summary>A definition that cannot work and says why; null for text.</summary>
    public static AgentDefinition? Of(string path, ReadOnlySpan<byte> content)
    {
        var format = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".toml" => "TOML",
            ".json" => "JSON",
            ".yaml" or ".yml" => "YAML",
            _ => null,
        };
        if (format is null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(content);
        var readOnly = ReadOnly().IsIn(text);
        var stem = DefinitionPath.StemOf(path);
        var matter = readOnly ? "name, description and `permissionMode: plan` (it is read-only)" : "name, description and tools";
        var prompt = Instructions().FirstIn(text) is { Success: true } key ? $"the text of {key.Groups[1].Value}" : "its instructions";
        return new AgentDefinition
        {
            Name = stem,
            Description = "",
            Path = path,
            Prompt = "",
            PromptLine = 1,
            Tools = [],
            Problems =
            [
                new Problem("agent.format", $"An agent definition in {format} is not read, since what it forbids would be lost")
                {
                    Path = path,
                    Expected = "Markdown with front matter",
                    Remedy = $"Write it as .claude/agents/{stem}.md: front matter with {matter} between two lines ---, then {prompt}",
                },
            ],
        };
    }

    [GeneratedRegex(@"^\s*[""']?sandbox_mode[""']?\s*[=:]\s*[""']read-only[""']", RegexOptions.Multiline, 1000)]
    private static partial Regex ReadOnly();

    [GeneratedRegex(
        @"^\s*[""']?(developer_instructions|instructions|customInstructions|prompt)[""']?\s*[=:]",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Instructions();
}
