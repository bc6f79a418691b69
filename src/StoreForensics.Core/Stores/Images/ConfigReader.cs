using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Images;

/// <summary>The <c>Config</c> / <c>container_config</c> object, the same in images and containers of all eras.</summary>
internal static class ConfigReader
{
    /// <summary>Null when the field is missing or null.</summary>
    public static ContainerConfig? Read(JsonView parent, string field) => parent.Object(field) is { } json ? Read(json) : null;

    /// <summary>The object itself.</summary>
    public static ContainerConfig Read(JsonView json) => new()
    {
        Hostname = json.NonEmpty("Hostname"),
        User = json.NonEmpty("User"),
        WorkingDir = json.NonEmpty("WorkingDir"),
        Image = json.NonEmpty("Image"),
        Env = json.Texts("Env"),
        Cmd = json.Texts("Cmd"),
        Entrypoint = json.Texts("Entrypoint"),
        ExposedPorts = json.Object("ExposedPorts") is null ? null : [.. json.Members("ExposedPorts").Select(m => m.Name)],
        Volumes = json.Object("Volumes") is null ? null : [.. json.Members("Volumes").Select(m => m.Name)],
        Labels = Labels(json),
        Tty = json.Flag("Tty"),
    };

    private static SortedDictionary<string, string>? Labels(JsonView json)
    {
        if (json.Object("Labels") is not { } labels)
            return null;
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, var value) in labels.Members())
            sorted[name] = JsonView.TextOf(value) ?? value.GetRawText();
        return sorted;
    }
}
