using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Python;

namespace Ashlar.Core.Stacks.Make;

/// <summary>The test target of a Makefile, used when nothing else shows how tests are run.</summary>
internal static class MakeGates
{
    private static readonly string[] Targets = ["test", "tests", "check"];

    /// <summary>The gate, or null.</summary>
    public static GateSetting? Test(RepositoryFiles files)
    {
        foreach (var path in (string[])["Makefile", "makefile", "GNUmakefile"])
        {
            var lines = (files.Text(path) ?? "").Split('\n');
            foreach (var target in Targets)
            {
                var index = Array.FindIndex(lines, line => line.StartsWith(target + ":", StringComparison.Ordinal));
                if (index < 0)
                {
                    continue;
                }

                var recipe = lines
                    .Skip(index + 1)
                    .TakeWhile(line => line.StartsWith('\t'))
                    .Select(line => line.TrimStart('\t', '@', '-', ' '));
                var kind = recipe.Select(line => GateCommand.Parse(line).Tool.Name).FirstOrDefault(kind => kind != StackTool.None);
                return new GateSetting("tests", $"make {target}")
                {
                    Results =
                        kind is PythonTools.Pytest ? "junit"
                        : kind is PythonTools.Unittest or PythonTools.Django ? "unittest"
                        : null,
                    SourcePath = path,
                    SourceLine = index + 1,
                };
            }
        }

        return null;
    }
}
