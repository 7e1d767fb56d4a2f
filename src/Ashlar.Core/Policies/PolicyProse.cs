using Ashlar.Core.Agents;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>What one text says, read sentence by sentence.</summary>
internal sealed class PolicyProse
{
    private readonly ScopeProse scope;
    private readonly GateProse gates;
    private readonly InputProse inputs;
    private readonly List<PolicyRule> bindings = [];
    private readonly List<PolicyRule> checklist = [];

    private PolicyProse(string path, bool isDocument)
    {
        Path = path;
        scope = new ScopeProse(isDocument);
        gates = new GateProse(path);
        inputs = new InputProse(path);
        Rhythm = new RhythmProse(path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Scope rules.</summary>
    public AgentScope Scope => scope.Scope;

    /// <summary>Gate commands.</summary>
    public IReadOnlyList<GateSetting> Gates => gates.Gates;

    /// <summary>Documents to read.</summary>
    public IReadOnlyList<PolicyInput> Inputs => inputs.Inputs;

    /// <summary>The task list named.</summary>
    public string? TaskList => inputs.TaskList;

    /// <summary>Log, commits, handoff, screenshots, escalations.</summary>
    public RhythmProse Rhythm { get; }

    /// <summary>Sentences that bind.</summary>
    public IReadOnlyList<PolicyRule> Bindings => bindings;

    /// <summary>Check-list items.</summary>
    public IReadOnlyList<PolicyRule> Checklist => checklist;

    /// <summary>Folders drawn, as patterns for new files.</summary>
    public IReadOnlyList<ScopePattern> Structure { get; private set; } = [];

    /// <summary>Whether it forbids new files outside the approved structure.</summary>
    public bool ForbidsOtherFolders { get; private set; }

    /// <summary>Reads a definition's description and prompt.</summary>
    public static PolicyProse Read(AgentDefinition agent, string prompt, string description)
    {
        var prose = new PolicyProse(agent.Path, false);
        var blocks = ProseText.Read(prompt, agent.PromptLine);
        var python = MentionsPython(description) || MentionsPython(prompt);
        if (agent.KeyLines.TryGetValue("description", out var line))
        {
            prose.ReadDescription(AgentRole.Lead(description), line, python);
        }

        prose.ReadBlocks(blocks, python);
        return prose;
    }

    /// <summary>Reads a document; only what narrows counts.</summary>
    public static PolicyProse Read(PolicyDocument document)
    {
        var prose = new PolicyProse(document.Path, true);
        prose.ReadBlocks(ProseText.Read(document.Text, 1), MentionsPython(document.Text));
        return prose;
    }

    private void ReadDescription(string description, int line, bool python)
    {
        var block = new ProseBlock(description.Replace('\n', ' '), line) { Headings = [] };
        foreach (var sentence in Sentence.Of(block))
        {
            ReadRules(sentence, python);
        }
    }

    private void ReadBlocks(IReadOnlyList<ProseBlock> blocks, bool python)
    {
        foreach (var block in blocks)
        {
            gates.Read(block);
            if (block.Fence is not null)
            {
                continue;
            }

            if (block.IsBox)
            {
                AddBox(block);
                continue;
            }

            foreach (var sentence in Sentence.Of(block))
            {
                inputs.Read(sentence);
                Rhythm.Read(sentence);
                ReadRules(sentence, python);
            }
        }

        Structure = FolderTree.Read(blocks);
    }

    private void ReadRules(Sentence sentence, bool python)
    {
        scope.Read(sentence, python);
        var isCompiled = scope.Lines.Contains(sentence.Line) || inputs.Lines.Contains(sentence.Line);
        if (BindingProse.Read(sentence, Path, isCompiled) is { } binding)
        {
            bindings.Add(binding);
            ForbidsOtherFolders |= PolicyCompiler.OutsideStructure().IsMatch(binding.Value);
        }
    }

    private void AddBox(ProseBlock block)
    {
        var text = string.Join(' ', Sentence.Of(block).Select(sentence => sentence.Text));
        var enforced = text.Contains("tests pass", StringComparison.OrdinalIgnoreCase);
        checklist.Add(new PolicyRule("checklist", text, enforced) { Path = Path, Line = block.Line });
    }

    private static bool MentionsPython(string text) =>
        text.Contains("python", StringComparison.OrdinalIgnoreCase)
        || text.Contains("django", StringComparison.OrdinalIgnoreCase)
        || text.Contains(".py`", StringComparison.Ordinal);
}
