using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Registry;

/// <summary>What a registry keeps where (distribution v2.8 registry/storage/paths.go).</summary>
internal static class RegistryLayout
{
    private const string Root = "docker/registry/v2/";

    private static readonly LayoutPlace[] s_blobs =
    [
        new(Root + "blobs/sha256/*/*/data", "A content blob",
            "An index, a manifest, a configuration or a layer's compressed tar, once for all repositories; the directory's name is the SHA-256 of its bytes.", Readings.Bytes),
    ];

    public static IEnumerable<LayoutPlace> All { get; } = [.. Under(Root + "repositories/*"), .. Under(Root + "repositories/*/*"), .. s_blobs];

    // A repository's name may have slashes; those of one and two parts are told.
    private static LayoutPlace[] Under(string repository) =>
    [
        new(repository + "/_manifests/tags/*/current/link", "A tag", "The digest of the manifest that the tag stands for now, as text. Look here first.", Readings.Text),
        new(repository + "/_manifests/tags/*/index/sha256/*/link", "What a tag stood for", "A file for each manifest that had the tag; its time is when it got it.", Readings.Text),
        new(repository + "/_manifests/revisions/sha256/*/link", "A manifest of the repository", "Stays when the tag moves on.", Readings.Text),
        new(repository + "/_layers/sha256/*/link", "A blob of the repository", "A layer or configuration that was pushed to it.", Readings.Text),
        new(repository + "/_uploads/*/startedat", "An upload that was cut off", "When it began, as text.", Readings.Text),
    ];
}
