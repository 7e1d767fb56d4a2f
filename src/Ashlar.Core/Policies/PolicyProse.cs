using Ashlar.Core.Agents;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>What one text says, read sentence by sentence.</summary>
internal sealed class PolicyProse
{
    /// <summary>Why a sentence that the configuration names is no rule.</summary>
    private const string SwitchedOff = "switched off by ignore_rules";

    private readonly ScopeProse scope;
    private readonly GateProse gates;
    private readonly InputProse inputs;
    private readonly HashSet<string> ignored;
    private readonly bool isDocument;
    private readonly WrittenOrders orders = new();
    private readonly List<(PolicyRule Rule, IReadOnlyList<ScopePattern> Patterns)> bindings = [];
    private readonly List<PolicyRule> checklist = [];

    private PolicyProse(string path, bool isDocument, IReadOnlyList<string> ignored)
    {
        Path = path;
        this.isDocument = isDocument;
        this.ignored = ignored.Select(place => place.Trim()).ToHashSet(StringComparer.Ordinal);
        scope = new ScopeProse(isDocument);
        gates = new GateProse(path);
        inputs = new InputProse(path);
        Rhythm = new RhythmProse(path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Scope rules, without those that forbid what the same text orders.</summary>
    public AgentScope Scope => field ??= OrderedScope.Of(scope.Scope, orders);

    /// <summary>Whether the agent writes no file at all.</summary>
    public bool IsReadOnly => Scope.Deny.Any(rule => rule.Pattern == ScopeProse.Everything);

    /// <summary>What the text orders to be written.</summary>
    public IReadOnlyList<ScopePattern> Ordered => OrderedScope.Places(orders);

    /// <summary>Gate commands.</summary>
    public IReadOnlyList<GateSetting> Gates => [.. gates.Gates.Where(gate => !IsIgnored(gate.SourceLine))];

    /// <summary>Documents to read.</summary>
    public IReadOnlyList<PolicyInput> Inputs => inputs.Inputs;

    /// <summary>The task list named.</summary>
    public string? TaskList => inputs.TaskList;

    /// <summary>Log, commits, handoff, screenshots, escalations.</summary>
    public RhythmProse Rhythm { get; }

    /// <summary>Sentences that bind.</summary>
    public IReadOnlyList<PolicyRule> Bindings => [.. bindings.Select(binding => Judged(binding.Rule, binding.Patterns))];

    /// <summary>Check-list items.</summary>
    public IReadOnlyList<PolicyRule> Checklist => checklist;

    /// <summary>Folders drawn, as patterns for new files.</summary>
    public IReadOnlyList<ScopePattern> Structure { get; private set; } = [];

    /// <summary>Whether it forbids new files outside the approved structure.</summary>
    public bool ForbidsOtherFolders { get; private set; }

    /// <summary>Reads a definition's description and prompt.</summary>
    public static PolicyProse Read(AgentDefinition agent, string prompt, string description, IReadOnlyList<string> ignored)
    {
        var prose = new PolicyProse(agent.Path, false, ignored);
        if (agent.Tools?.Any(tool => tool is "Write" or "Edit" or "MultiEdit") is true)
        {
            prose.orders.Give(agent.KeyLines.GetValueOrDefault("tools", 1));
        }

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
    public static PolicyProse Read(PolicyDocument document, IReadOnlyList<string> ignored)
    {
        var prose = new PolicyProse(document.Path, true, ignored);
        prose.ReadBlocks(ProseText.Read(document.Text, 1), MentionsPython(document.Text));
        return prose;
    }

    // What the text orders or excepts says more than that something about a prohibition is uncertain.
    private PolicyRule Judged(PolicyRule rule, IReadOnlyList<ScopePattern> patterns)
    {
        var judged = OrderedScope.Judged(rule, patterns, Scope, orders);
        var doubted = patterns.FirstOrDefault(pattern => scope.Doubt(pattern) is not null);
        return doubted is null || (judged.Note != rule.Note && !scope.Allows(doubted))
            ? judged
            : rule with
            {
                Enforced = false,
                Note = scope.Doubt(doubted),
            };
    }

    private bool IsIgnored(int? line) => ignored.Contains($"{Path}:{line}");

    private void ReadDescription(string description, int line, bool python)
    {
        var block = new ProseBlock(description.Replace('\n', ' '), line) { Headings = [] };
        foreach (var sentence in Sentence.Of(block).Where(sentence => !IsIgnored(sentence.Line)))
        {
            ReadRules(sentence, false, false, python);
        }
    }

    private void ReadBlocks(IReadOnlyList<ProseBlock> blocks, bool python)
    {
        var pathItems = PathList.Items(blocks);
        var tables = AccessTable.Rows(blocks);
        foreach (var block in blocks)
        {
            scope.See(block);
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

            if (tables.TryGetValue(block, out var row) && !IsIgnored(block.Line))
            {
                ReadRow(block, row);
                continue;
            }

            var isPathList = pathItems.Contains(block);
            foreach (var sentence in Sentence.Of(block))
            {
                if (IsIgnored(sentence.Line))
                {
                    bindings.Add(
                        (
                            new PolicyRule("binding", sentence.Text, false)
                            {
                                Path = Path,
                                Line = sentence.Line,
                                Note = SwitchedOff,
                            },
                            []
                        )
                    );
                    continue;
                }

                // What a document wants read is demanded of nobody.
                var isInput = inputs.Read(sentence) && !isDocument;
                Rhythm.Read(sentence);
                ReadRules(sentence, isPathList, isInput, python);
            }
        }

        Structure = FolderTree.Read(blocks);
        bindings.AddRange(
            gates
                .Unmet.Where(rule => !bindings.Exists(known => known.Rule.Line == rule.Line))
                .Select(rule => (rule, (IReadOnlyList<ScopePattern>)[]))
        );
    }

    private void ReadRow(ProseBlock block, AccessRow row)
    {
        var known = scope.Patterns.Count;
        var sentence = new Sentence(block.Text.Trim('|', ' '), block.Line, block);
        if (scope.Read(sentence, row) || row is { IsUnderstood: false } or { Kind: not null })
        {
            var isRule = scope.Patterns.Count > known;
            bindings.Add(
                (new PolicyRule("binding", sentence.Text, isRule) { Path = Path, Line = block.Line }, [.. scope.Patterns.Skip(known)])
            );
        }
    }

    private void ReadRules(Sentence sentence, bool isPathList, bool isInput, bool python)
    {
        var marked = MarkedSentence.Of(sentence.Text);
        var known = scope.Patterns.Count;
        var isScope = scope.Read(sentence, marked, isPathList, python);
        orders.Read(sentence, marked);
        var read =
            BindingProse.Read(sentence, Path, isScope || isInput, isDocument)
            ?? (scope.Patterns.Count > known ? BindingProse.Compiled(sentence, Path) : null);
        if (read is { } binding)
        {
            bindings.Add((binding, [.. scope.Patterns.Skip(known)]));
            ForbidsOtherFolders |= PolicyCompiler.OutsideStructure().IsMatch(binding.Value);
        }
    }

    private void AddBox(ProseBlock block)
    {
        var text = string.Join(' ', Sentence.Of(block).Select(sentence => sentence.Text));
        var enforced = BindingProse.SaysTestsPass(text);
        checklist.Add(new PolicyRule("checklist", text, enforced) { Path = Path, Line = block.Line });
    }

    private static bool MentionsPython(string text) =>
        text.Contains("python", StringComparison.OrdinalIgnoreCase)
        || text.Contains("django", StringComparison.OrdinalIgnoreCase)
        || text.Contains(".py`", StringComparison.Ordinal);
}
