using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.BuildKit;
using StoreForensics.Tests.Formats.Bolt;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>A builder's directory in memory: its databases, and blobs by their digest.</summary>
internal sealed class MadeBuilder
{
    private readonly List<BoltBuilder.Item> _records = [];
    private readonly List<BoltBuilder.Item> _removed = [];
    private readonly List<BoltBuilder.Item> _cache = [];
    private readonly List<string> _blobs = [];

    public MadeStore Store { get; } = new();

    public BoltBuilder Bolt { get; } = new();

    public MadeBuilder Record(string id, byte[] message)
    {
        _records.Add(BoltBuilder.Value(id, message));
        return this;
    }

    /// <summary>On a page that no state of the database uses.</summary>
    public MadeBuilder Removed(string id, byte[] message)
    {
        _removed.Add(BoltBuilder.Value(id, message));
        return this;
    }

    public MadeBuilder Cache(string id, params (string Key, string Json)[] values)
    {
        _cache.Add(Bolt.Inline(id, [.. values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => BoltBuilder.Value(v.Key, v.Json))]));
        return this;
    }

    /// <summary>Its digest.</summary>
    public string Blob(byte[] bytes)
    {
        string hex = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Store.File("blobs/" + hex, bytes);
        _blobs.Add(hex);
        return "sha256:" + hex;
    }

    public string Blob(string text) => Blob(Encoding.UTF8.GetBytes(text));

    public Inventory Read(string history = "history.db", string cache = "metadata_v2.db", params Layer[] layers)
    {
        Store.File("buildkit/" + history, Database("_records", _records, _removed));
        Store.File("buildkit/" + cache, Database("_main", _cache, []));
        var inventory = new Inventory();
        var files = new EvidenceFiles(Store, Store.Problems);
        foreach (string hex in _blobs)
        {
            int node = Store.Tree.Find(EvidenceTree.Root, Encoding.ASCII.GetBytes("blobs/" + hex));
            inventory.Blobs.Add(new ContentBlob(new EntryRef(Store, node), "sha256:" + hex));
        }
        new BuildKitStore(files, Store.Tree.Find(EvidenceTree.Root, "buildkit"u8), Info).Read(inventory, layers);
        return inventory;
    }

    public static StoreInfo Info { get; } = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("store", default) };

    private byte[] Database(string bucket, List<BoltBuilder.Item> items, List<BoltBuilder.Item> removed)
    {
        BoltBuilder builder = new BoltBuilder().Leaf(3, Bolt.Inline(bucket, [.. items]));
        if (removed.Count > 0)
            builder.Leaf(9, [.. removed]);
        return builder.Meta(0, 3, 2).Meta(1, 3, 1).Build();
    }
}
