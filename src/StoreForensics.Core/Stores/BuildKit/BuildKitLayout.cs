using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.BuildKit;

/// <summary>What a builder keeps where (buildkit v0.12 cmd/buildkitd, worker/runc, solver/llbsolver/history.go).</summary>
internal static class BuildKitLayout
{
    public static IEnumerable<LayoutPlace> All { get; } =
    [
        new("history.db", "Records of builds", "A bolt database: what docker buildx history shows. Look here first.", Readings.Bytes),
        new("cache.db", "The build cache's index", "A bolt database: which step of which build made which result.", Readings.Bytes),
        new("runc-*/metadata_v2.db", "The build cache's records", "A bolt database: source, description and last use of each cached result.", Readings.Bytes),
        new("runc-*/containerdmeta.db", "Names of snapshots and blobs", "A bolt database, as containerd's.", Readings.Bytes),
        new("runc-*/content/blobs/sha256/*", "A content blob", "Of what was pulled, pushed or exported; its name is the SHA-256 of its bytes.", Readings.Bytes),
        new("runc-*/snapshots/metadata.db", "The snapshots' database", "A bolt database: number and parent of each.", Readings.Bytes),
        new("runc-*/snapshots/snapshots/*/fs", "The files of a step", "What it added and changed.", Readings.Names),
        new("runc-*/executor", "Steps under way", "What the runtime needs of them; left behind by a crash.", Readings.Names),
    ];
}
