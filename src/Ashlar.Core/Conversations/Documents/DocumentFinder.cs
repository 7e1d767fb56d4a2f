using System.Text.RegularExpressions;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Conversations;

/// <summary>
/// Finds the documents around a task, in the order in which a model gets them: the spec's own, designs, the ticket, the project's,
/// what the prompt names, specs of the same area, what configuration adds, and last what only the task names. Nothing outside the root is read,
/// whatever links lead there.
/// </summary>
public sealed partial class DocumentFinder
{
    private static readonly string[] SpecNames =
    [
        "spec.md",
        "requirements.md",
        "planning/requirements.md",
        "design.md",
        "plan.md",
        "shape.md",
        "references.md",
        "standards.md",
        "proposal.md",
        "data-model.md",
        "contracts/",
        "specs/",
        "planning/visuals/",
        "orchestration.yml",
    ];
    private static readonly string[] ProjectNames =
    [
        "CONSTITUTION.md",
        ".specify/memory/constitution.md",
        "AGENTS.md",
        "CLAUDE.md",
        "CONTRIBUTING.md",
        "agent-os/standards/",
        "agent-os/product/tech-stack.md",
    ];

    private readonly DocumentRequest _request;
    private readonly RootFolder _root;
    private readonly DocumentShelf _shelf;

    private DocumentFinder(DocumentRequest request)
    {
        _request = request;
        _root = new RootFolder(request.Root);
        _shelf = new DocumentShelf(request, _root);
    }

    /// <summary>The documents of a task, and what is missing.</summary>
    public static DocumentSet Find(DocumentRequest request)
    {
        var finder = new DocumentFinder(request);
        finder.AddSpec();
        finder.AddDesigns();
        finder.AddTicket();
        finder.AddAll("", ProjectNames, "the project's own");
        finder.AddPrompt();
        finder.AddArea();
        finder.AddConfigured();
        finder.AddNamedByTask();
        return finder._shelf.Set();
    }

    private void AddSpec()
    {
        if (_request.Order.Folder is { } folder)
        {
            AddAll(folder.Length == 0 ? "" : folder + "/", SpecNames, "the spec's own");
        }
    }

    private void AddDesigns()
    {
        var folders = new List<string>();
        if (_request.Order is { Kind: WorkOrderKind.Design, Folder: { } design })
        {
            folders.Add(design);
        }

        if (_request.Order.Spec is { } spec)
        {
            folders.Add("docs/designs/" + spec);
            folders.Add("docs/designs/" + PlaceholderPath.Bare(spec));
        }

        foreach (var folder in folders.Distinct(StringComparer.Ordinal))
        {
            AddAll(folder + "/", ["design.md", "integration-design.md", "iteration-log.md"], "the validated design");
            foreach (var part in _root.Folders(folder))
            {
                AddAll(part + "/", ["design.md"], "the validated design");
            }
        }
    }

    private void AddTicket()
    {
        if (_request.Order.TicketPath is { } ticket && !_shelf.Add(ticket, "the ticket", required: true))
        {
            _shelf.AddForeign(ticket, "the ticket");
        }
    }

    private void AddAll(string prefix, IEnumerable<string> names, string reason)
    {
        foreach (var name in names)
        {
            if (name.EndsWith('/'))
            {
                foreach (var file in _root.Files(prefix + name.TrimEnd('/')).Where(DocumentShelf.IsDocument))
                {
                    _shelf.Add(file, reason, required: false);
                }
            }
            else if (_root.IsFile(prefix + name))
            {
                _shelf.Add(prefix + name, reason, required: false);
            }
        }
    }

    private void AddPrompt()
    {
        foreach (var named in PromptPaths.Find(_request.Prompt))
        {
            var line = _request.PromptLine + named.Line - 1;
            var filled = PlaceholderPath.Fill(named.Path, _request.Order, _root);
            var existing = filled.SelectMany(Places).FirstOrDefault(path => _root.IsFile(path) || _root.IsFolder(path));
            var required = named.Required && !IsOptional(filled);
            var reason = $"named by the prompt, line {line}";
            if (
                existing is not null
                && _root.IsFile(existing)
                && existing != _request.Order.ListPath
                && (required || DocumentShelf.IsDocument(existing))
            )
            {
                _shelf.Add(existing, reason, required, line);
            }
            else if (existing is null && required && !PlaceholderPath.IsOpen(filled[0]))
            {
                _shelf.Missing(filled[0], named.Words, line);
            }
        }
    }

    // "specs/" belongs to work orders that are no spec folders of their own: of tasks/backend_tasks.md, what speaks of "backend".
    private void AddArea()
    {
        if (_request.Order is not { Kind: WorkOrderKind.TaskFile, ListPath: { } list })
        {
            return;
        }

        var specs = _root.Files("specs").Where(file => file.EndsWith(".md", StringComparison.Ordinal)).ToList();
        var area = AreaSuffix().ReplaceIn(Path.GetFileNameWithoutExtension(list), "");
        var ofArea = area.Length > 0 ? specs.Where(file => file.Contains(area, StringComparison.OrdinalIgnoreCase)).ToList() : [];
        foreach (var file in (ofArea.Count > 0 ? ofArea : specs).Where(file => file != list))
        {
            _shelf.Add(file, ofArea.Count > 0 ? $"a spec of the area \"{area}\"" : "a spec of the project", required: false);
        }
    }

    private void AddNamedByTask()
    {
        var texts = new[] { _request.TaskText, _request.Order.TaskText ?? "" };
        foreach (var named in texts.Distinct(StringComparer.Ordinal).SelectMany(PromptPaths.Find))
        {
            var places = PlaceholderPath.Fill(named.Path, _request.Order, _root).SelectMany(Places).ToList();
            var path = places.FirstOrDefault(_root.IsFile);
            if (path is not null && path != _request.Order.ListPath)
            {
                _shelf.AddOfTask(path, "named by the task");
            }
            else if (path is null && places.Count > 0 && !places.Exists(_root.IsFolder))
            {
                _shelf.Absent(named.Path);
            }
        }
    }

    private void AddConfigured()
    {
        foreach (var given in _request.Add)
        {
            var path = PlaceholderPath.Fill(given, _request.Order, _root).SelectMany(Places).FirstOrDefault(_root.IsFile);
            var required = !IsOptional([given]);
            if (path is not null)
            {
                _shelf.Add(path, "documents.add", required);
            }
            else if (required)
            {
                _shelf.Missing(given, "documents.add names it", line: null);
            }
        }
    }

    // As given (a leading "/" means the root), then under agent-os/, then in the spec's folder.
    private IEnumerable<string> Places(string path)
    {
        if (_root.Relative(path) is not { Length: > 0 } relative)
        {
            yield break;
        }

        yield return relative;
        yield return "agent-os/" + relative;
        if (_request.Order.Folder is { Length: > 0 } folder)
        {
            yield return folder + "/" + relative;
        }
    }

    private bool IsOptional(IReadOnlyList<string> paths) =>
        paths.SelectMany(Places).Any(path => _request.Optional.Any(pattern => new GlobPattern(pattern.TrimStart('/')).Matches(path)));

    [GeneratedRegex(@"[_-]?(?:tasks?|todos?|list|plan|implementation)(?=[_-]|$)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AreaSuffix();
}
