using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Work;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar tasks</c>: shows, checks and ticks task lists.</summary>
internal static class TasksCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Task files or folders that hold one",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "tasks",
            "Shows task lists of all dialects, in order; checks them; ticks tasks by hand.\n\nExample: ashlar tasks agent-os/specs/invitations"
        )
        {
            paths,
        };
        globals.SetAction(command, (parse, io, _) => ListAsync(io, Find(io, parse.GetValue(paths) ?? [])));
        command.Subcommands.Add(
            OfPaths(
                globals,
                "list",
                "Shows the tasks, their order and dependencies.\n\nExample: ashlar tasks list agent-os/specs/invitations",
                ListAsync
            )
        );
        command.Subcommands.Add(
            OfPaths(globals, "next", "Shows the task that would be done next.\n\nExample: ashlar tasks next specs/001-x", NextAsync)
        );
        command.Subcommands.Add(
            OfPaths(
                globals,
                "lint",
                "Shows what is wrong with the lists; exit status 1 where something is.\n\nExample: ashlar tasks lint tasks.md",
                LintAsync
            )
        );
        command.Subcommands.Add(Tick(globals));
        return command;
    }

    private static Command OfPaths(
        GlobalOptions globals,
        string name,
        string description,
        Func<CommandIo, IReadOnlyList<FoundList>, Task<int>> body
    )
    {
        var paths = new Argument<string[]>("PATH") { Description = "Task files or folders that hold one", Arity = ArgumentArity.OneOrMore };
        var command = new Command(name, description) { paths };
        globals.SetAction(command, (parse, io, _) => body(io, Find(io, parse.GetRequiredValue(paths))));
        return command;
    }

    private static IReadOnlyList<FoundList> Find(CommandIo io, IReadOnlyList<string> paths) =>
        paths.Count > 0
            ? [.. paths.Select(path => FoundList.At(io.Directory, path))]
            : throw new ProblemException(
                new Problem("cli.path-missing", "no task list is named")
                {
                    Remedy = "Name a task file or a spec folder: `ashlar tasks list PATH`",
                }
            );

    private static Task<int> ListAsync(CommandIo io, IReadOnlyList<FoundList> lists)
    {
        var status = Refusals(io, lists);
        if (io.Json)
        {
            TaskListRendering.WriteArray(io, lists, TaskListRendering.WriteList);
            return Task.FromResult(status);
        }

        foreach (var list in lists.Select(found => found.List).OfType<TaskList>())
        {
            TaskListRendering.ShowList(io, list);
        }

        return Task.FromResult(status);
    }

    private static Task<int> NextAsync(CommandIo io, IReadOnlyList<FoundList> lists)
    {
        var status = Refusals(io, lists);
        if (io.Json)
        {
            TaskListRendering.WriteArray(io, lists, TaskListRendering.WriteNext);
            return Task.FromResult(lists.Any(found => found.List is { } list && TaskListRendering.Hindrances(list).Count > 0) ? 2 : status);
        }

        foreach (var list in lists.Select(found => found.List).OfType<TaskList>())
        {
            if (TaskListRendering.Hindrances(list) is { Count: > 0 } hindrances)
            {
                io.Report(hindrances);
                status = 2;
                continue;
            }

            TaskListRendering.ShowNext(io, list);
        }

        return Task.FromResult(status);
    }

    private static Task<int> LintAsync(CommandIo io, IReadOnlyList<FoundList> lists)
    {
        var status = Refusals(io, lists);
        if (io.Json)
        {
            TaskListRendering.WriteArray(io, lists, TaskListRendering.WriteProblems);
        }
        else
        {
            foreach (var problem in lists.SelectMany(found => found.List?.Problems ?? []))
            {
                io.Line($"{(problem.Warning ? "warning" : "error")}: {ShownText.Line(problem.ToString())}");
            }
        }

        var findings = lists.Any(found => found.List is { } list && list.Problems.Any(problem => !problem.Warning));
        return Task.FromResult(
            status != 0 ? status
            : findings ? 1
            : 0
        );
    }

    // One path that is not a list is the command's error; among several, the others are still shown.
    private static int Refusals(CommandIo io, IReadOnlyList<FoundList> lists)
    {
        var refusals = lists.Select(found => found.Refusal).OfType<Problem>().ToList();
        if (refusals.Count > 0 && (lists.Count == 1 || !io.Json))
        {
            if (refusals.Count == lists.Count)
            {
                throw new ProblemException(refusals);
            }

            io.Report(refusals);
        }

        return refusals.Count > 0 ? 2 : 0;
    }

    private static Command Tick(GlobalOptions globals)
    {
        var path = new Argument<string>("PATH") { Description = "The task file, or a folder that holds one" };
        var ids = new Argument<string[]>("ID") { Description = "Ids of the tasks that are done", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "tick",
            "Ticks tasks by hand: changes their marks and nothing else. It is no evidence (attested).\n\nExample: ashlar tasks tick tasks.md 1.1 1.2"
        )
        {
            path,
            ids,
        };
        globals.SetAction(
            command,
            (parse, io, _) =>
                Task.FromResult(TickTasks(io, parse.GetRequiredValue(path), [.. parse.GetRequiredValue(ids).SelectMany(Assignment.Ids)]))
        );
        return command;
    }

    private static int TickTasks(CommandIo io, string path, IReadOnlyList<string> ids)
    {
        var found = FoundList.At(io.Directory, path);
        if (found.File is not { } file || found.Refusal is not null)
        {
            throw new ProblemException(found.Refusal!);
        }

        var tick = TaskListEdit.Tick(found.RelativePath, OrdinaryFile.ReadAllBytes(file), ids);
        if (tick.Content is not { } content)
        {
            throw new ProblemException([.. found.Told(tick.Problems, io.Directory)]);
        }

        if (tick.Changes.Count > 0)
        {
            FoundList.Replace(file, content);
        }

        TaskListRendering.ShowTick(io, found.Shown, tick);
        return 0;
    }
}
