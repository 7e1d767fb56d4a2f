using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>Java, Kotlin, Groovy and Scala as Maven and Gradle build them.</summary>
internal sealed class JvmStack : IStack
{
    /// <summary>Maven.</summary>
    public const string Maven = "maven";

    /// <summary>Gradle.</summary>
    public const string Gradle = "gradle";

    /// <inheritdoc/>
    public string Name => "jvm";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Maven, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Maven,
            FoundAs = "`mvn test`, `./mvnw verify`",
            ReadFrom = "XML below `target/surefire-reports`",
            SelectedBy = "`-Dtest=CLASS`",
        },
        new(Gradle, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Gradle,
            FoundAs = "`gradle test`, `./gradlew check`",
            ReadFrom = "XML below `build/test-results`",
            SelectedBy = "a filter of their classes (Java, Groovy)",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".java", ".kt", ".kts", ".groovy", ".scala"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["target", "build"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [
        new(
            "the JVM build",
            ["mvn", "mvnw", "gradle", "gradlew", "sbt"],
            [
                "gradle.properties",
                "gradle/wrapper/**",
                ".mvn/**",
                "mvnw",
                "gradlew",
                "init.gradle",
                "junit-platform.properties",
                "testng.xml",
                "checkstyle.xml",
                "detekt.yml",
                ".scalafmt.conf",
                ".scalafix.conf",
            ]
        ),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new MavenStore(), new GradleStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.Name(words[at].Text) switch
        {
            "mvn" or "mvnw" or "mvnd" => new ToolWord(
                words.Skip(at + 1).Any(word => RunsMavenTests(word.Text)) ? Maven : StackTool.None,
                at
            ),
            "gradle" or "gradlew" => new ToolWord(words.Skip(at + 1).Any(word => RunsGradleTests(word.Text)) ? Gradle : StackTool.None, at),
            _ => null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => JvmGates.Packages(files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => JvmGates.Find(search.Files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => JvmGates.Covers(command, package);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => JvmReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { [Maven] = new JvmReader(Maven), [Gradle] = new JvmReader(Gradle) };

    /// <inheritdoc/>
    public TestRole RoleOf(string path)
    {
        if (!IsSource(path))
        {
            return InTestSources(path) ? TestRole.Support : TestRole.None;
        }

        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.EndsWith("Test", StringComparison.Ordinal)
            || stem.EndsWith("Tests", StringComparison.Ordinal)
            || stem.EndsWith("TestCase", StringComparison.Ordinal)
            || stem.EndsWith("Spec", StringComparison.Ordinal)
            || (stem.EndsWith("IT", StringComparison.Ordinal) && InTestSources(path))
            || (stem.StartsWith("Test", StringComparison.Ordinal) && InTestSources(path))
                ? TestRole.Test
            : InTestSources(path) ? TestRole.Support
            : TestRole.None;
    }

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) =>
        failed.Command.Tool.Name == Maven || GateTool.Name(failed.Command.Program) is "mvn" or "mvnw" or "mvnd"
            ? JvmFaults.Maven(failed.Text)
        : failed.Command.Tool.Name == Gradle || GateTool.Name(failed.Command.Program) is "gradle" or "gradlew"
            ? JvmFaults.Gradle(failed.Text)
        : null;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "mvn" => "Install it: apt install maven",
            "gradle" => "Install it: apt install gradle, or let the project's ./gradlew bring it",
            "java" => "Install it: apt install default-jdk",
            _ => null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies { get; } = [new("pom.xml", "`mvn dependency:go-offline`")];

    /// <summary>Whether a file is a source of the JVM's languages.</summary>
    internal static bool IsSource(string path) => Path.GetExtension(path) is ".java" or ".kt" or ".groovy" or ".scala";

    /// <summary>Every phase from <c>test</c> on runs the tests.</summary>
    private static bool RunsMavenTests(string word) =>
        word
            is "test"
                or "prepare-package"
                or "package"
                or "pre-integration-test"
                or "integration-test"
                or "post-integration-test"
                or "verify"
                or "install"
                or "surefire:test"
                or "failsafe:verify";

    private static bool RunsGradleTests(string word)
    {
        var task = word[(word.LastIndexOf(':') + 1)..];
        return !word.StartsWith('-')
            && (
                task is "build" or "check" or "jacocoTestReport"
                || task.EndsWith("test", StringComparison.OrdinalIgnoreCase)
                || task.EndsWith("tests", StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <summary><c>src/test/java</c>, <c>src/integrationTest/kotlin</c>, <c>src/jvmTest</c>.</summary>
    internal static bool InTestSources(string path)
    {
        var parts = path.Split('/');
        for (var at = 0; at + 2 < parts.Length; at++)
        {
            if (parts[at] == "src" && parts[at + 1].EndsWith("test", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
