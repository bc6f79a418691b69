using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// <c>imagedb/content/sha256/&lt;id&gt;</c>, the image's configuration, and <c>imagedb/metadata/sha256/&lt;id&gt;/</c>, what this host noted of it
/// (moby v20.10 image/image.go, image/store.go; docker-storage-formats §4.1 and §4.2).
/// </summary>
internal sealed class ImageConfigFile(EvidenceFiles files, StoreInfo store, int? metadata)
{
    /// <summary>Null after a problem when there is no JSON to read. A content that is not what its name says is a problem, and read all the same.</summary>
    public ImageRecord? Read(int node)
    {
        string hex = Encoding.ASCII.GetString(files.Tree.Name(node)), id = "sha256:" + hex;
        if (files.ReadAll(node) is not { } bytes)
            return null;
        string actual = ChainIds.Digest(bytes);
        if (actual != id)
            files.Problems.Damage("SF-IMAGE-0001", files.Origin(node),
                $"the image's configuration was altered: its digest is {actual}; the engine ignores such an image");
        if (JsonFile.Object(bytes, files.Origin(node), files.Problems) is not { } json)
            return null;
        int? notes = metadata is int m ? files.Directory(m, Encoding.ASCII.GetBytes(hex)) : null;
        (RecordedTime? tagged, Origin? taggedOrigin) = LastTagged(notes);
        bool builtHere = notes is int n && files.Tree.Child(n, "builtLocally"u8) != EvidenceTree.None;
        var configuration = new ImageConfiguration(json, files.Origin(node), files.Problems);
        return new ImageRecord(Image(node, id, json, notes), configuration.History(), configuration.DiffIds(), tagged, taggedOrigin, builtHere);
    }

    private Image Image(int node, string id, JsonView json, int? notes)
    {
        return new Image
        {
            Id = id,
            Store = store,
            Origin = files.Origin(node),
            Record = new EntryRef(files.Source, node),
            RecordedDigest = id,
            Created = new ImageConfiguration(json, files.Origin(node), files.Problems).Created(),
            Registered = files.Tree[node].Modified,
            RegisteredOrigin = files.Origin(node),
            ParentId = Parent(notes),
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture"),
            Os = json.NonEmpty("os"),
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            IsWithoutLayers = ImageConfiguration.IsWithoutLayers(json),
        };
    }

    private string? Parent(int? notes)
    {
        if (notes is not int directory || files.Tree.Child(directory, "parent"u8) == EvidenceTree.None)
            return null;
        string? text = files.ReadText(directory, "parent"u8);
        if (ObjectIds.IsPrefixedDigest(text))
            return text;
        files.Problems.Damage("SF-IMAGE-0003", files.Origin(directory), $"the image's parent file holds no image id: {DisplayText.Escape(text ?? "")}");
        return null;
    }

    // The daemon's local time, offset and all (17.07 on).
    private (RecordedTime?, Origin?) LastTagged(int? notes)
    {
        if (notes is not int directory || files.Tree.Child(directory, "lastUpdated"u8) == EvidenceTree.None
            || files.File(directory, "lastUpdated"u8) is not int node)
            return (null, null);
        string? text = files.ReadText(directory, "lastUpdated"u8);
        if (text is not null && Timestamp.TryParse(text) is { } time)
            return (time == Timestamp.GoZero ? null : new RecordedTime(time, text), files.Origin(node));
        files.Problems.Damage("SF-IMAGE-0004", files.Origin(node), $"lastUpdated is no time: {DisplayText.Escape(text ?? "")}");
        return (null, null);
    }
}
