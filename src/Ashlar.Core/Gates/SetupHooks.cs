using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Test set-up, and plugins wherever they lie, that steer which tests run or how they end. Fixtures do not.</summary>
internal static partial class SetupHooks
{
    /// <summary>The finding for hooks that the change adds to a set-up file, or null.</summary>
    public static Finding? Of(ChangedFile file)
    {
        var isSetup =
            file.Path.EndsWith("conftest.py", StringComparison.Ordinal)
            || file.Path is "sitecustomize.py" or "usercustomize.py"
            || file.Path.EndsWith(".pth", StringComparison.Ordinal);
        if (file.After is null || !(isSetup || file.Path.EndsWith(".py", StringComparison.Ordinal)))
        {
            return null;
        }

        var lines = ChangedFile.Lines(file.After);
        foreach (var number in file.AddedLines())
        {
            if ((isSetup ? Hook() : Plugin()).FirstIn(lines[number - 1]) is { Success: true } match)
            {
                var what = match.Value.Trim();
                return new Finding(
                    $"judge:{file.Path}:{what}",
                    $"{file.Path}:{number}  `{what}` steers which tests run or how they end. Gates use the file as it was"
                )
                {
                    Path = file.Path,
                    Line = number,
                    Rule = "judge-input",
                    Way = WayOut.Justify,
                };
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"^\s*(?:async )?def pytest_(?:collection_modifyitems|ignore_collect|itemcollected|deselected|runtest_\w+|pyfunc_call|sessionfinish|report_\w+|make_\w+|pycollect_\w+|cmdline_\w+)\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Plugin();

    [GeneratedRegex(
        @"\bpytest_(?:collection_modifyitems|ignore_collect|collect_\w+|collection\w*|itemcollected|deselected|runtest_\w+|pyfunc_call|sessionfinish|report_\w+|make_\w+|pycollect_\w+|exception_interact|cmdline_\w+|load_initial_conftests|assertrepr_compare)\b|\bcollect_ignore(?:_glob)?\b|\bos\._exit\b|\bpytest\.exit\b|\bsys\.exit\b|\b__import__\b|\bexec\(|\.add_marker\(|\b(?:node|item|pyfuncitem|function)\.(?:_?obj|runtest|setup)\s*=(?!=)|\bsetattr\([^,\n]{1,60},\s*['""](?:_?obj|runtest|setup)\b|\b__code__\s*=(?!=)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Hook();
}
