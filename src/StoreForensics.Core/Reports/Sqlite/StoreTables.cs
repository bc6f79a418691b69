using StoreForensics.Model;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Reports.Sqlite;

/// <summary>What the stores hold besides images: layers, containers, volumes, networks, leftovers; and the hosts around them.</summary>
internal sealed class StoreTables(ICaseRows database, EvidenceKeys evidence, RowKeys keys)
{
    public void Write(Inventory inventory)
    {
        Stores(inventory.Stores);
        Hosts(inventory.Hosts);
        Layers(inventory.Layers);
        Containers(inventory.Containers);
        Pods(PodRows.Of(inventory));
        Volumes(inventory.Volumes);
        Networks(inventory.Networks);
        Leftovers(inventory.Leftovers);
    }

    private void Stores(IReadOnlyList<StoreInfo> stores)
    {
        using RowInsert row = database.Insert("stores", "evidence_id", "store", "driver", "era", "engine_version", "engine_version_sign", "root", "root_bytes");
        foreach (StoreInfo s in stores)
            row.Integer(evidence[s.Root.Evidence]).Text(s.Name).Text(s.Driver).Text(s.Era).Text(s.EngineVersion).Text(s.EngineVersionSign)
                .Bytes(s.Root.Path.Bytes).Run();
    }

    private void Hosts(IReadOnlyList<HostFacts> hosts)
    {
        using RowInsert row = database.Insert("hosts", "evidence_id", "root", "root_bytes", "hostname", "time_zone", "os", "facts");
        foreach (HostFacts h in hosts)
        {
            row.Integer(evidence[h.Root.Evidence]).Bytes(h.Root.Path.Bytes).Text(h.Hostname?.ToString()).Text(h.TimeZone?.ToString())
                .Text(h.Os?.PrettyName?.ToString())
                .Json(h, HostJson.Write).Run();
        }
    }

    private void Layers(IReadOnlyList<Layer> layers)
    {
        using RowInsert row = database.Insert("layers", "layer_key", "evidence_id", "store", "layer", "role", "parent_layer_key", "diff_id", "chain_id",
            "size", "registered",
            "step", "created_by", "files_reachable", "unreachable_reason", "origin", "origin_bytes");
        foreach (Layer l in layers)
        {
            row.Integer(keys.Of(l)).Integer(evidence[l.Store.Root.Evidence]).Text(l.Store.Name).Text(l.Id).Text(LayerJson.RoleOf(l)).Integer(keys.Of(l.Parent))
                .Text(l.DiffId)
                .Text(l.ChainId).Integer(l.RecordedSize).Time(l.Registered).Integer(l.Step?.Number).Text(l.Step?.CreatedBy).Flag(l.Files is not null)
                .Text(l.UnreachableReason).Bytes(l.Origin.Path.Bytes).Run();
        }
    }

    private void Containers(IReadOnlyList<Container> containers)
    {
        using RowInsert row = database.Insert("containers", "container_key", "evidence_id", "store", "container_id", "container", "image", "image_id",
            "image_key", "command",
            "created", "started", "finished", "state", "exit_code", "pid", "oom_killed", "error", "restart_count", "privileged", "cap_add", "network_mode",
                "pid_mode",
            "ip_address", "hostname", "user", "restart_policy", "log_path", "layer_key", "init_layer_key", "origin", "origin_bytes", "facts");
        foreach (Container c in containers)
        {
            row.Integer(keys.Of(c)).Integer(evidence[c.Store.Root.Evidence]).Text(c.Store.Name).Text(c.Id).Text(c.DisplayName).Text(c.ImageName).Text(c.ImageId)
                .Integer(keys.Of(c.Image)).Text(c.Command).Time(c.Created?.Time).Time(c.Started?.Time).Time(c.Finished?.Time).Text(c.State).Integer(c.ExitCode)
                .Integer(c.Pid).Flag(c.OomKilled).Text(c.Error).Integer(c.RestartCount).Flag(c.Privileged).Joined(c.CapAdd).Text(c.NetworkMode).Text(c.PidMode)
                .Text(c.IpAddress).Text(c.Hostname).Text(c.Config?.User).Text(c.RestartPolicy).Text(c.LogPath).Integer(keys.Of(c.Layer))
                    .Integer(keys.Of(c.InitLayer))
                .Bytes(c.Origin.Path.Bytes).Json(c, ContainerJson.WriteWhole).Run();
        }
    }

    private void Pods(IReadOnlyList<PodRow> pods)
    {
        using RowInsert row = database.Insert("pods", "evidence_id", "store", "pod", "namespace", "pod_uid", "pod_id", "attempt", "state", "created",
            "container_key", "facts");
        foreach (PodRow p in pods)
        {
            row.Integer(evidence[p.Store.Root.Evidence]).Text(p.Store.Name).Text(p.Membership.Pod).Text(p.Membership.Namespace).Text(p.Membership.Uid)
                .Text(p.Membership.SandboxId).Integer(p.Sandbox?.Pod?.Attempt).Text(p.State).Time(p.Created?.Time).Integer(keys.Of(p.Sandbox))
                .Json(p, PodJson.Write).Run();
        }
    }

    private void Volumes(IReadOnlyList<Volume> volumes)
    {
        using RowInsert row = database.Insert("volumes", "volume_key", "evidence_id", "store", "volume", "created", "host_path", "bind", "rw",
            "files_reachable", "origin",
            "origin_bytes", "facts");
        using RowInsert user = database.Insert("volume_containers", "evidence_id", "volume_key", "container_key");
        foreach (Volume v in volumes)
        {
            long? of = evidence[v.Store.Root.Evidence];
            row.Integer(keys.Of(v)).Integer(of).Text(v.Store.Name).Text(v.Name).Time(v.Created?.Time).Text(v.HostPath).Flag(v.IsBindMount).Flag(v.Writable)
                .Flag(v.Files is not null).Bytes(v.Origin.Path.Bytes).Json(v, VolumeJson.Write).Run();
            foreach (long container in v.Containers.Select(c => keys.Of(c)).OfType<long>().Distinct())
                user.Integer(of).Integer(keys.Of(v)).Integer(container).Run();
        }
    }

    private void Networks(IReadOnlyList<Network> networks)
    {
        using RowInsert row = database.Insert("networks", "evidence_id", "store", "network_id", "network", "driver", "created", "facts");
        foreach (Network n in networks)
            row.Integer(evidence[n.Store.Root.Evidence]).Text(n.Store.Name).Text(n.Id).Text(n.Name).Text(n.Driver).Time(n.Created?.Time).Json(n,
                NetworkJson.Write).Run();
    }

    private void Leftovers(IReadOnlyList<Leftover> leftovers)
    {
        using RowInsert row = database.Insert("leftovers", "evidence_id", "kind", "name", "detail", "origin", "origin_bytes");
        foreach (Leftover l in leftovers)
            row.Integer(evidence[l.Origin.Evidence]).Text(l.Kind).Text(l.Name).Text(l.Detail).Bytes(l.Origin.Path.Bytes).Run();
    }
}
