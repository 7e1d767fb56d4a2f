using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>A small Python package with one test, whose tasks each add one module and its test.</summary>
internal static class PythonShop
{
    private static readonly (string Path, string Text)[] Package =
    [
        ("shop/__init__.py", ""),
        ("tests/__init__.py", ""),
        (
            "tests/test_base.py",
            "import unittest\n\n\nclass Base(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(1 + 1, 2)\n"
        ),
        (".gitignore", "__pycache__/\n"),
    ];

    /// <summary>The package, a gate that runs its tests, and further files.</summary>
    public static Project With(params IReadOnlyList<(string Path, string Text)> files) =>
        Project.With([.. Package, (".ashlar/config.yaml", "gates:\n  - {name: tests, run: python3 -m unittest}\n"), .. files]);

    /// <summary>The package without any configuration, and further files.</summary>
    public static Project Bare(params IReadOnlyList<(string Path, string Text)> files) => Project.With([.. Package, .. files]);

    /// <summary>A model that does the tasks in two turns each; the numbers that it reports are right only in this order.</summary>
    /// <param name="order">Ids of the tasks in the order in which they are to be done.</param>
    /// <param name="acceptance">The criteria that a task has.</param>
    public static Task<ScriptedModelServer> DoneInOrderAsync(
        IReadOnlyList<string> order,
        IReadOnlyDictionary<string, string[]>? acceptance = null
    ) =>
        ScriptedModelServer.StartAsync(request =>
        {
            var task = request.TaskId ?? "";
            var place = order.ToList().IndexOf(task);
            return (place, request.Turn) switch
            {
                (< 0, _) => ScriptedAnswer.Fails(400, "script_exhausted", $"no task {task}"),
                (_, 1) => Implement(task),
                (_, 2) => Say.Report([Module(task), Test(task)], passing: place + 2, acceptance: acceptance?.GetValueOrDefault(task)),
                _ => ScriptedAnswer.Fails(400, "script_exhausted", $"{task}: {request.LastResultText}{request.LastUserText}"),
            };
        });

    /// <summary>The module that a task adds.</summary>
    public static string Module(string task) => $"shop/{Name(task)}.py";

    /// <summary>The test that a task adds.</summary>
    public static string Test(string task) => $"tests/test_{Name(task)}.py";

    /// <summary>Writes module and test of a task.</summary>
    public static ScriptedAnswer Implement(string task) =>
        Say.Write(Module(task), "def answer():\n    return 42\n")
            .ThenCall("Write", new { file_path = Test(task), content = TestOf(Name(task)) });

    private static string Name(string task) => "t" + task.ToLowerInvariant().Replace('.', '_').Replace('-', '_');

    private static string TestOf(string name) =>
        $"""
            import unittest

            from shop.{name} import answer


            class Answer(unittest.TestCase):
                def test_answer(self):
                    self.assertEqual(answer(), 42)

            """;
}
