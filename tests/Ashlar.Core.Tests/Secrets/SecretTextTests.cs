using System.Security.Cryptography;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Secrets;

public sealed class SecretTextTests
{
    private static readonly string Random32 = Made(32);

    [Fact]
    public void An_environment_block_is_split_into_secrets_and_plain_pairs()
    {
        var url = $"postgresql://neon_owner:{Made(14)}@ep-cool.example.com/neondb?sslmode=require";
        var text =
            $"## ENVIRONMENT VARIABLES:\n\nAlways use these exact values:\n```python\nAUTH_SECRET={Random32}\nAUTH_URL=http://localhost:3000\nNEON_DB_URL={url}\n```\n";

        var lifted = SecretText.Lift(text);

        Assert.Equal(
            "## ENVIRONMENT VARIABLES:\n\nAlways use these exact values:\n```python\nAUTH_SECRET=[secret AUTH_SECRET]\nAUTH_URL=http://localhost:3000\nNEON_DB_URL=[secret NEON_DB_URL]\n```\n",
            lifted.Text
        );
        Assert.Equal([new LiftedPair("AUTH_SECRET", Random32, 5), new LiftedPair("NEON_DB_URL", url, 7)], lifted.Secrets);
        Assert.Equal([new LiftedPair("AUTH_URL", "http://localhost:3000", 6)], lifted.Pairs);
    }

    [Theory]
    [InlineData("DATABASE_URL=postgresql://postgres:postgres@localhost:5432/app")]
    [InlineData("SECRET_KEY=dev-secret-key")]
    [InlineData("SECRET_KEY=change-me-in-production")]
    [InlineData("API_KEY=<your-api-key-here>")]
    [InlineData("API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("API_KEY=sk-live-abcdef…")]
    [InlineData("API_KEY=sk-live-abcdef...")]
    [InlineData("API_KEY=sk-live-4f9a1c…")]
    [InlineData("API_KEY=sk-live-4f9a1c...")]
    [InlineData("The API_KEY: 7Kp2xQ9mZr4w… is the beginning of the key")]
    [InlineData("TOKEN_URL=https://auth.local/oauth/token")]
    [InlineData("JWT_SECRET=short")]
    [InlineData("CLOUD_CREDENTIALS=path/to/credentials.json")]
    [InlineData("CLOUD_CREDENTIALS=config/service/account.json")]
    [InlineData("API_TOKEN=put-your-token-in-this-place")]
    [InlineData("payload = jwt.decode(token, SECRET_KEY, algorithms=['HS256'])")]
    [InlineData("NEXT_PUBLIC_CONTRACT_ADDRESS=0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("password = get_password_from_environment()")]
    [InlineData("The token: authentication_middleware_handles_this")]
    public void Development_defaults_placeholders_and_code_are_no_secrets(string line)
    {
        var lifted = SecretText.Lift($"# Environment\n{line}\n");

        Assert.Equal(($"# Environment\n{line}\n", 0), (lifted.Text, lifted.Secrets.Count));
    }

    [Theory]
    [InlineData("…")]
    [InlineData("...")]
    [InlineData(".")]
    public void What_is_as_long_as_a_key_is_one_whatever_stands_behind_it(string behind) =>
        Assert.Equal(
            [Random32],
            SecretText.Lift($"Use the key `API_KEY={Random32}{behind}` for the service.\n").Secrets.Select(secret => secret.Value)
        );

    [Fact]
    public void Letters_of_a_hexadecimal_key_that_happen_to_read_as_words_make_it_no_sample()
    {
        var key = string.Concat("facade", 90817263, "decade", 54091827, "fee");

        Assert.Single(SecretText.Lift($"Use the key `API_KEY={key}` for the service.\n").Secrets);
    }

    [Fact]
    public void What_people_make_up_as_a_sample_is_no_secret()
    {
        var row = string.Concat(Enumerable.Range(1, 9)) + "0abc" + "def";
        var spoken = "Secure" + "Pass" + 123 + "!";

        Assert.Empty(SecretText.Lift($"const API_KEY = 'sk-{row}';\n\n    password: '{spoken}'\n").Secrets);
    }

    [Theory]
    [InlineData("Environment:\nSENTRY_DSN=your_sentry_dsn\n")]
    [InlineData("Create a `.env` file:\n```\nAPP_MODE=fast\n```\n")]
    [InlineData("An example environment:\nAPP_MODE=fast\n")]
    public void A_sample_of_settings_is_not_set(string text) => Assert.Empty(SecretText.Lift(text).Pairs);

    [Fact]
    public void A_script_is_no_environment_block()
    {
        var lifted = SecretText.Lift("## Audit\n```bash\nSCORE=100\nCOUNT=$(grep -c x y)\n```\n");

        Assert.Empty(lifted.Pairs);
    }

    [Fact]
    public void What_a_shell_or_loader_obeys_is_never_taken_from_prose()
    {
        var lifted = SecretText.Lift("Environment:\nLD_PRELOAD=/tmp/x.so\nPATH=/tmp\nGIT_DIR=/tmp/g\nDJANGO_DEBUG=1\n");

        Assert.Equal([new LiftedPair("DJANGO_DEBUG", "1", 5)], lifted.Pairs);
    }

    [Fact]
    public void Secrets_are_found_in_running_text_too()
    {
        var token = "ghp_" + Made(36);
        var url = $"https://robot:{Made(16)}@git.company.net/x.git";

        var lifted = SecretText.Lift($"Clone {url} with {token}, again {token}.\r\npassword: \"{Random32}\"\r\n");

        Assert.Equal("Clone [secret URL] with [secret TOKEN], again [secret TOKEN].\r\npassword: \"[secret PASSWORD]\"\r\n", lifted.Text);
        Assert.Equal(["TOKEN", "URL", "PASSWORD"], lifted.Secrets.Select(secret => secret.Name));
    }

    [Fact]
    public void A_name_with_two_values_gets_two_names()
    {
        var (first, second) = (Made(24), Made(24));

        var lifted = SecretText.Lift($"API_TOKEN={first}\nAPI_TOKEN={second}\nAPI_TOKEN={first}\n");

        Assert.Equal("API_TOKEN=[secret API_TOKEN]\nAPI_TOKEN=[secret API_TOKEN_2]\nAPI_TOKEN=[secret API_TOKEN]\n", lifted.Text);
    }

    // A digit and a letter are always there, so that the value never looks like a word by chance.
    internal static string Made(int length) =>
        "a7" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", length - 2);
}
