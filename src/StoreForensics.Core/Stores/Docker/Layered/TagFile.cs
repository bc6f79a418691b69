using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// <c>image/&lt;driver&gt;/repositories.json</c>: <c>{"Repositories":{repository:{full reference:image id}}}</c>; unlike the graph era the inner names are
/// whole references, <c>name:tag</c> or <c>name@digest</c> (moby v20.10 reference/store.go).
/// </summary>
internal static class TagFile
{
    /// <summary>In the order recorded; empty after a problem.</summary>
    public static IReadOnlyList<(ImageReference Reference, string ImageId)> Read(EvidenceFiles files, int node)
    {
        var references = new List<(ImageReference, string)>();
        if (JsonFile.Read(files, node) is not { } json)
            return references;
        foreach ((string repository, JsonElement names) in json.Members("Repositories"))
        {
            foreach ((string name, JsonElement id) in new JsonView(names).Members())
            {
                if (JsonView.TextOf(id) is { } imageId)
                    references.Add((Parse(repository, name), imageId));
            }
        }
        return references;
    }

    /// <summary>The tag is what follows the last colon after the last slash; a port of the registry comes before one.</summary>
    public static ImageReference Parse(string repository, string name)
    {
        string familiar = FamiliarName.Of(repository);
        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            return new ImageReference(familiar, null, name[(at + 1)..]);
        int colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? new ImageReference(familiar, name[(colon + 1)..], null) : new ImageReference(familiar, name, null);
    }
}
