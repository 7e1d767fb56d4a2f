using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

/// <summary>What a record's type does not mark as structure is masked, in every body that a journal takes.</summary>
public class MaskedRecordTests
{
    public static TheoryData<string> Bodies =>
        [
            .. typeof(RunJson)
                .GetCustomAttributesData()
                .Where(data => data.AttributeType == typeof(JsonSerializableAttribute))
                .Select(data => ((Type)data.ConstructorArguments[0].Value!).FullName!),
        ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Every_text_of_a_body_is_masked_and_structure_stays(string type)
    {
        var form = RunJson.Default.GetTypeInfo(typeof(RunJson).Assembly.GetType(type)!)!;
        typeof(MaskedRecordTests)
            .GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(form.Type)
            .Invoke(null, [form]);
    }

    [Fact]
    public void A_record_without_a_secret_is_the_same_instance_and_one_without_a_type_is_text()
    {
        var secret = Guid.NewGuid().ToString("N");
        var mask = SecretMask.Of([new("TOKEN", secret)]);
        var body = new EffectFinished("k", "push", "pushed");

        Assert.Same(body, mask.Received(body, RunJson.Default.EffectFinished).Value);

        var form = (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement));
        var loose = mask.Received(JsonElement.Parse($$"""{"branch":"a","any":["{{secret}}"],"number":1.50}"""), form);
        Assert.Equal("""{"branch":"a","any":["[secret TOKEN]"],"number":1.50}""", loose.Value.GetRawText());
    }

    private static void Check<T>(JsonTypeInfo<T> form)
    {
        var secret = Guid.NewGuid().ToString("N");
        var sample = new RecordSample(secret);
        var body = JsonSerializer.Deserialize(sample.Of(form)!.ToJsonString(), form)!;

        var open = Encoding.UTF8.GetString(SecretMask.None.Received(body, form).Json);
        var masked = SecretMask.Of([new("TOKEN", secret)]).Received(body, form);
        var closed = Encoding.UTF8.GetString(masked.Json);

        // Without the mask each would be seen.
        var texts = Count(open, $"T:{secret}");
        Assert.Equal((sample.Structures, true), (Count(open, $"S:{secret}"), texts >= sample.Texts));
        Assert.Equal((sample.Structures, 0), (Count(closed, $"S:{secret}"), Count(closed, $"T:{secret}")));
        Assert.Equal(texts, Count(closed, "T:[secret TOKEN]"));
        Assert.Equal(
            JsonSerializer.Serialize(masked.Value, form),
            JsonSerializer.Serialize(JsonSerializer.Deserialize(masked.Json, form)!, form)
        );
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
