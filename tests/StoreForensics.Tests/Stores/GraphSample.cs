using System.IO.Compression;
using StoreForensics.Tests.Samples;

namespace StoreForensics.Tests.Stores;

/// <summary>A store of Docker 0.7 to 1.9 with nothing wrong in it: two images, one container,
/// aufs, and the link graph of a committed sample, which knows the container.</summary>
internal static class GraphSample
{
    public const string Tags = "repositories-aufs";
    public const string Container = "baa856702ca8b0591084a55b21023493d88ee206db9bb038340bd32cd20cb67e";
    public const string Home = "containers/" + Container;
    public const string Init = Container + "-init";

    public static readonly string Base = new('1', 64);
    public static readonly string Top = new('2', 64);

    private static readonly Lazy<(byte[] LinkGraph, string Name)> s_names = new(() =>
    {
        using var gzip = new GZipStream(new MemoryStream(SampleArchive.ReadFile("webshop-1.6", "webshop-1.6.tar.gz")), CompressionMode.Decompress);
        var tar = new MemoryStream();
        gzip.CopyTo(tar);
        TarPieces.Piece[] pieces = [.. new TarPieces(tar.ToArray()).Pieces];
        byte[] Bytes(string path) => pieces.Single(p => p.Path.EndsWith("/docker/" + path, StringComparison.Ordinal)) is var piece
            ? tar.ToArray()[piece.Data..(piece.Data + piece.Size)] : [];
        using var config = System.Text.Json.JsonDocument.Parse(Bytes(Home + "/config.json"));
        return (Bytes("linkgraph.db"), config.RootElement.GetProperty("Name").GetString()!);
    });

    public static MadeStore Make()
    {
        var store = new MadeStore();
        Image(store, Base, "");
        Image(store, Top, $"\"parent\":\"{Base}\",");
        Aufs(store, Base);
        Aufs(store, Top, Base);
        Aufs(store, Init, Top, Base);
        Aufs(store, Container, Init, Top, Base);
        store.File(Tags, $$$"""{"Repositories":{"app":{"latest":"{{{Top}}}"} } }""");
        store.File(Home + "/config.json", $$"""{"ID":"{{Container}}","Name":"{{s_names.Value.Name}}","Driver":"aufs","Image":"{{Top}}","State":{"StartedAt":"2014-01-01T00:00:00Z"},"Config":{} }""");
        return store.File(Home + "/hostconfig.json", "{}").File($"{Home}/{Container}-json.log", "").File("linkgraph.db", s_names.Value.LinkGraph);
    }

    private static void Image(MadeStore store, string id, string parent) =>
        store.File($"graph/{id}/json", $$"""{"id":"{{id}}",{{parent}}"created":"2014-01-01T00:00:00Z"}""").File($"graph/{id}/layersize", "10");

    private static void Aufs(MadeStore store, string id, params string[] below) =>
        store.Folder("aufs/diff/" + id).File("aufs/layers/" + id, string.Concat(below.Select(b => b + "\n")));
}
