using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>The key of a model provider reaches no command, whatever a variable is called.</summary>
public sealed class ProviderKeys
{
    [Theory]
    [InlineData("env: {K: {secret: ANTHROPIC_API_KEY}}\n")]
    [InlineData("env: {K: {secret: COPY}}\n")]
    [InlineData("env: {K: {secret: HEADER}}\n")]
    [InlineData("env: {K: \"KEY\"}\n")]
    [InlineData("gates:\n  - {name: check, run: test -n x, env: {K: {secret: COPY}}}\n", true)]
    [Trait("case", "SECRET-009")]
    public async Task A_variable_with_a_provider_s_key_is_refused_at_the_start(string configuration, bool replacesGates = false)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var gates = replacesGates ? "" : "gates:\n  - {name: check, run: test -n x}\n";
        project
            .Write(".ashlar/config.yaml", gates + configuration.Replace("KEY\"", server.Key + "\"", StringComparison.Ordinal))
            .Write(".gitignore", ".ashlar/secrets.env\n")
            .Commit("Configuration");
        project.Write(".ashlar/secrets.env", $"COPY={server.Key}\nHEADER='Bearer {server.Key}'\n");
        File.SetUnixFileMode(Path.Combine(project.Root, ".ashlar/secrets.env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("the variable K", result.Error, StringComparison.Ordinal);
        Assert.Contains("model provider", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Key, result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_key_of_the_project_s_own_reaches_commands()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Bash("test -n \"$OPENAI_API_KEY\" && echo given"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        project
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test -n x}\nenv: {OPENAI_API_KEY: {secret: APP_KEY}}\n")
            .Write(".gitignore", ".ashlar/secrets.env\n")
            .Commit("Configuration");
        project.Write(".ashlar/secrets.env", $"APP_KEY={SecretScan.NewValue()}\n");
        File.SetUnixFileMode(Path.Combine(project.Root, ".ashlar/secrets.env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Contains("given", server.Requests[1].LastResultText, StringComparison.Ordinal);
    }
}
