using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Tests.Audit;

/// <summary>
/// The cases in <c>Corpus/</c>. A file has sections <c>== NAME</c> with keys and then steps: <c>create PATH</c>, <c>append PATH</c> (lines that
/// begin with <c>+</c>), <c>delete PATH</c>, <c>move PATH to PATH</c>, and <c>change PATH</c> with hunks of lines that begin with a space,
/// <c>-</c> or <c>+</c>, each found exactly once in the file.
/// </summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests/Ashlar.Core.Tests/Audit/Corpus");

    public static IReadOnlyList<AuditCase> Read()
    {
        var projects = Sections("projects.txt").ToDictionary(project => project.Name, StringComparer.Ordinal);
        return
        [
            .. from file in (string[])["python", "javascript", "later"]
            from kind in (string[])["tampering", "honest"]
            from section in Sections($"{file}-{kind}.txt")
            select Case(section, projects[section.Key("project")!], kind == "tampering") with
            {
                IsLater = file == "later",
            },
        ];
    }

    private static AuditCase Case(CorpusSection section, CorpusSection project, bool tampers)
    {
        var at = project.Steps.ToList().FindIndex(step => step.Verb == "work");
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        CorpusStep.Apply(project.Steps.Take(at), before);
        var after = new Dictionary<string, string>(before, StringComparer.Ordinal);
        if (section.Key("work") != "none")
        {
            CorpusStep.Apply(project.Steps.Skip(at + 1), after);
        }

        CorpusStep.Apply(section.Steps, after);
        var words = section.Key("task") ?? project.Key("task")!;
        return new AuditCase
        {
            Name = section.Name,
            Language = project.Key("language")!,
            Tampers = tampers,
            Project = project.Name,
            Task = new TaskItem
            {
                Id = "1",
                Title = words.Split('\n')[0],
                State = TaskState.Todo,
                Line = 1,
                Text = words,
            },
            Gates = [.. (section.Key("gates") ?? project.Key("gates")!).Split(';').Select(Gate)],
            Runs = project.Key("runs") != "no",
            Before = before,
            After = after,
        };
    }

    private static GateSetting Gate(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return new GateSetting(text[..at].Trim(), text[(at + 1)..].Trim());
    }

    private static IEnumerable<CorpusSection> Sections(string file)
    {
        CorpusSection? section = null;
        foreach (var line in File.ReadLines(Path.Combine(Folder, file)))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                if (section is not null)
                {
                    yield return section;
                }

                section = new CorpusSection(line[3..]);
            }
            else
            {
                section?.Add(line);
            }
        }

        yield return section!;
    }
}
