using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What commands and connections say that must neither be lost nor seen.</summary>
public sealed class OtherOutput
{
    [Theory]
    [InlineData("head -c 10000 /dev/zero | tr '\\0' x")]
    [InlineData("head -c 200000 /dev/zero | tr '\\0' x; echo; echo Permission denied")]
    [InlineData("head -c 10000 /dev/zero | tr '\\0' / ; echo ': Permission denied'; false")]
    public async Task One_word_of_any_length_is_shown_and_loses_nothing(string command)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Bash($"echo begins; {command}; echo ends"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Contains("begins", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("ends", server.Requests[1].LastResultText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pw1")]
    [InlineData("a-longer-password")]
    public async Task A_proxys_password_is_neither_printed_nor_stored(string password)
    {
        using var project = Project.TwoTasks();
        await using var proxy = await ScriptedModelServer.StartAsync(_ => ScriptedAnswer.Text("no"));
        var unique = $"{password}-{Guid.NewGuid():n}"[..Math.Max(5, password.Length)];
        var address = proxy.Address.Replace("://", $"://ada:{unique}@", StringComparison.Ordinal);

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--model", "openai/m")
            .With("OPENAI_API_KEY", proxy.Key)
            .With("OPENAI_BASE_URL", "https://model.example.org/v1")
            .With("HTTPS_PROXY", address)
            .EndsWithAsync(1);

        var stored = Directory.EnumerateFiles(project.Home, "*", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.Contains("proxy", result.Error, StringComparison.Ordinal);
        Assert.All(
            stored.Append(result.Out).Append(result.Error),
            text => Assert.DoesNotContain($":{unique}@", text, StringComparison.Ordinal)
        );
        Assert.All(
            stored.Append(result.Out).Append(result.Error),
            text => Assert.DoesNotContain($"ada:{unique}", text, StringComparison.Ordinal)
        );
    }
}
