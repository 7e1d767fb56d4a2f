using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ashlar.EndToEnd.Harness;

/// <summary>A run's journal, read by these tests' own means.</summary>
internal sealed record RunJournal(IReadOnlyList<string> Lines)
{
    private IReadOnlyList<JsonElement>? entries;

    /// <summary>Reads a journal.</summary>
    public static RunJournal Read(string path) => new(File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Its entries.</summary>
    public IReadOnlyList<JsonElement> Entries => entries ??= [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The entries of one type.</summary>
    public IReadOnlyList<JsonElement> Of(string type) => [.. Entries.Where(entry => entry.GetProperty("type").GetString() == type)];

    /// <summary>What the last entry of a type says.</summary>
    public JsonElement Last(string type) => Of(type)[^1].GetProperty("body");

    /// <summary>The types in order.</summary>
    public IEnumerable<string> Types => Entries.Select(entry => entry.GetProperty("type").GetString()!);

    /// <summary>Whether numbers go up by one and every line names the hash of the one before.</summary>
    public bool IsWhole
    {
        get
        {
            var before = new string('0', 64);
            for (var index = 0; index < Lines.Count; index++)
            {
                var entry = Entries[index];
                if (entry.GetProperty("seq").GetInt64() != index + 1 || entry.GetProperty("prev").GetString() != before)
                {
                    return false;
                }

                before = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Lines[index])));
            }

            return true;
        }
    }
}
