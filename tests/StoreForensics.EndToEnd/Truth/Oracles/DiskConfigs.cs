using System.Collections.Concurrent;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>The <c>config.json</c> of every container in a plain tar, taken out by tar itself.</summary>
internal static class DiskConfigs
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<string, EngineContainer>>> s_known = new();

    /// <summary>By container id.</summary>
    public static IReadOnlyDictionary<string, EngineContainer> Of(string tar) =>
        s_known.GetOrAdd(tar, path => new(() => Read(path))).Value;

    private static Dictionary<string, EngineContainer> Read(string tar)
    {
        string joined = tar + ".configs";
        HostTool.Run("tar", ["-xOf", tar, "--wildcards", "*/containers/*/config.json"], outputFile: joined);
        var found = new Dictionary<string, EngineContainer>();
        var reader = new Utf8JsonReader(File.ReadAllBytes(joined), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            EngineContainer container = EngineContainer.Of(document.RootElement);
            found[container.Id] = container;
        }
        return found;
    }
}
