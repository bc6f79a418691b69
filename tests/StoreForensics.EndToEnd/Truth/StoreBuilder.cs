using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>A small made-up graph store as a tar, with one thing wrong that the caller puts in.</summary>
internal sealed class StoreBuilder
{
    public const long Time = 1_387_291_697;
    private const string Root = "var/lib/docker/";
    private readonly TinyTar _tar = new();

    public static string Id(char digit) => new(digit, 64);

    /// <summary>Two images, the second on the first, one tagged, and a container of it that wrote one file.</summary>
    public static StoreBuilder Whole() => new StoreBuilder()
        .Tag('b')
        .Image('a', Json('a', null))
        .Image('b', Json('b', 'a'))
        .Container('c', 'b');

    public static string Json(char id, char? parent)
    {
        string below = parent is { } p ? $"\"parent\":\"{Id(p)}\"," : "";
        return $$$"""{"id":"{{{Id(id)}}}",{{{below}}}"created":"2013-12-17T14:48:17.5Z","docker_version":"0.7.2","container_config":{"Cmd":["/bin/sh","-c","make {{{id}}}"]}}""";
    }

    /// <summary>The content of a repositories file with farm:latest on the image.</summary>
    public static string Tags(char id) => "{\"Repositories\":{\"farm\":{\"latest\":\"" + Id(id) + "\"}}}";

    public StoreBuilder Tag(char id) => Repositories(Tags(id));

    public StoreBuilder Repositories(string json) => File("repositories-aufs", json);

    public StoreBuilder Image(char id, string? json, string? below = null)
    {
        if (json is not null)
            File($"graph/{Id(id)}/json", json);
        File($"graph/{Id(id)}/layersize", "5");
        File($"aufs/layers/{Id(id)}", below ?? (id == 'b' ? Id('a') + "\n" : ""));
        Directory($"aufs/diff/{Id(id)}");
        return File($"aufs/diff/{Id(id)}/of-{id}", "bytes");
    }

    public StoreBuilder Container(char id, char image)
    {
        File($"containers/{Id(id)}/config.json", $$$"""{"ID":"{{{Id(id)}}}","Name":"/barn","Created":"2013-12-17T14:49:00Z","Path":"sh","Args":["-c","true"],"Image":"{{{Id(image)}}}","Driver":"aufs","Config":{"Image":"farm","Env":["A=1"]},"State":{"Running":false,"ExitCode":3,"StartedAt":"2013-12-17T14:49:01Z","FinishedAt":"2013-12-17T14:49:02Z"}}""");
        File($"aufs/layers/{Id(id)}-init", $"{Id('b')}\n{Id('a')}\n");
        Directory($"aufs/diff/{Id(id)}-init");
        File($"aufs/layers/{Id(id)}", $"{Id(id)}-init\n{Id('b')}\n{Id('a')}\n");
        Directory($"aufs/diff/{Id(id)}");
        return File($"aufs/diff/{Id(id)}/written", "bytes");
    }

    public StoreBuilder File(string path, string content)
    {
        _tar.File(Root + path, content, Time);
        return this;
    }

    public StoreBuilder File(string path, byte[] content)
    {
        _tar.File(Root + path, content, Time);
        return this;
    }

    public StoreBuilder Directory(string path)
    {
        _tar.Directory(Root + path, Time);
        return this;
    }

    public StoreBuilder Symlink(string path, string target)
    {
        _tar.Symlink(Root + path, target, Time);
        return this;
    }

    /// <summary>A member whose name is taken as it is.</summary>
    public StoreBuilder Raw(string name, string content)
    {
        _tar.File(name, content, Time);
        return this;
    }

    public byte[] ToArray() => _tar.ToArray();

    public string WriteTo(string path) => _tar.WriteTo(path);
}
