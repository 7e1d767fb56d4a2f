using System.Text;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Gates;

/// <summary>What a change does to the judge itself.</summary>
/// <param name="FromBase">Files that gates see as on the task base: content by path, null where the base has none.</param>
/// <param name="Findings">Changes that weaken a gate; each message is whole, with its way out.</param>
public sealed record JudgeReading(IReadOnlyDictionary<string, byte[]?> FromBase, IReadOnlyList<Finding> Findings);

/// <summary>
/// Keeps the judge's inputs as the task found them: gate and tool configuration, CI files, coverage thresholds, test selection, set-up
/// files and suppression comments (contract section 6). A file that the written task names is the task's to change.
/// </summary>
public static class JudgeInputs
{
    private static readonly string[] WholeFiles =
    [
        "pytest.ini",
        ".pytest.ini",
        "tox.ini",
        ".flake8",
        "mypy.ini",
        ".mypy.ini",
        ".isort.cfg",
        ".coveragerc",
        "ruff.toml",
        ".ruff.toml",
        "noxfile.py",
        ".pre-commit-config.yaml",
        ".pylintrc",
        ".bandit",
        ".editorconfig",
        ".eslintrc",
        ".eslintrc.js",
        ".eslintrc.cjs",
        ".eslintrc.json",
        ".eslintignore",
        "eslint.config.js",
        "eslint.config.mjs",
        "eslint.config.cjs",
        "jest.config.js",
        "jest.config.ts",
        "jest.config.cjs",
        "jest.config.mjs",
        "vitest.config.ts",
        "vitest.config.js",
        ".mocharc.json",
        ".mocharc.js",
        ".nycrc",
        "jest.config.json",
        "vitest.config.mjs",
        "vitest.config.mts",
        ".eslintrc.yml",
        ".nycrc.json",
        ".c8rc.json",
        ".npmrc",
        "Makefile",
        ".golangci.yml",
        "clippy.toml",
        ".runsettings",
        "biome.json",
    ];

    private static readonly string[] MixedFiles =
    [
        "pyproject.toml",
        "setup.cfg",
        "package.json",
        "tsconfig.json",
        "Cargo.toml",
        "Directory.Build.props",
    ];

    /// <summary>Whether a file steers how gates judge.</summary>
    public static bool IsConfiguration(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return WholeFiles.Contains(name, StringComparer.Ordinal)
            || MixedFiles.Contains(name, StringComparer.Ordinal)
            || path.StartsWith(".github/workflows/", StringComparison.Ordinal)
            || path is ".gitlab-ci.yml" or "azure-pipelines.yml" or "Jenkinsfile";
    }

    /// <summary>Whether a file counts as a test: what judges, tests and what supports them.</summary>
    public static bool Counts(string path) => IsConfiguration(path) || TestPaths.IsTest(path) || TestPaths.IsSupport(path);

    /// <summary>Reads a change.</summary>
    /// <param name="change">The task's change.</param>
    /// <param name="gates">The gates, to tell which suppression comments are read.</param>
    /// <param name="allowance">The written task and answers.</param>
    public static JudgeReading Read(IReadOnlyList<ChangedFile> change, IReadOnlyList<GateSetting> gates, IntegrityAllowance allowance)
    {
        var fromBase = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var file in change.Where(file => !allowance.NamesFile(file.Path)))
        {
            if (IsConfiguration(file.Path))
            {
                var weakened = ConfigurationWeakening.Of(file);
                findings.AddRange(weakened);
                if (weakened.Count > 0 || (file.Before is not null && ConfigurationWeakening.Judges(file)))
                {
                    fromBase[file.Path] = file.Before is null ? null : Encoding.UTF8.GetBytes(file.Before);
                }
            }
            else
            {
                if (SetupHooks.Of(file) is { } hooks)
                {
                    findings.Add(hooks);
                    fromBase[file.Path] = file.Before is null ? null : Encoding.UTF8.GetBytes(file.Before);
                }
            }
        }

        findings.AddRange(Suppressions.Added(change, gates, allowance));
        findings.AddRange(ExpectedFiles.Changed(change, allowance));
        findings.AddRange(RunnerSniffing.Added(change));
        return new JudgeReading(fromBase, findings);
    }
}
