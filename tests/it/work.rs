//! What goes on without being asked: holds that run out, and what is forgotten in time.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::help_requests::actions::lapse;
use jitasa::work::{runner, sweeps};

use crate::world::{ANONG, TestApp};

on_both_engines! {
    async fn a_hold_that_ran_out_is_written_down_once(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await;
        let before = Cx::system(app.clock().now());
        assert_eq!(lapse::write_down(app.app(), &before).await.unwrap(), 0);

        app.clock().pass(SignedDuration::from_hours(25));
        let cx = Cx::system(app.clock().now());
        let (one, other) = tokio::join!(
            lapse::write_down(app.app(), &cx),
            lapse::write_down(app.app(), &cx),
        );
        assert_eq!(one.unwrap() + other.unwrap(), 1);
        assert_eq!(lapse::write_down(app.app(), &cx).await.unwrap(), 0);
        app.nobody().sees(&asked.follow).await.is(200).says("กำลังหาคนใหม่");
    }

    async fn a_hold_renewed_in_time_stays(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await;
        app.clock().pass(SignedDuration::from_mins(30));
        app.takes(&boonmee, &asked.reference).await;
        let cx = Cx::system(app.clock().now());
        assert_eq!(lapse::write_down(app.app(), &cx).await.unwrap(), 0);
        boonmee.sees("/volunteer").await.is(200).says(&asked.reference);
    }

    async fn what_is_still_of_use_survives_the_sweep(app: TestApp) {
        let dao = app.dao().await;
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        app.work_jobs().await;
        sweeps::sweep(app.app()).await.unwrap();
        sweeps::sweep(app.app()).await.unwrap();
        dao.sees("/profile").await.is(200);
        anong.sees(&code_page).await.is(200);

        app.clock().pass(SignedDuration::from_hours(26));
        sweeps::sweep(app.app()).await.unwrap();
        anong.sees(&code_page).await.is(404);
        app.clock().pass(SignedDuration::from_hours(24 * 100));
        sweeps::sweep(app.app()).await.unwrap();
        dao.gets("/profile").await.leads_to("/sign-in");
    }

    async fn every_kind_of_job_has_a_handler(app: TestApp) {
        let names: Vec<&str> = runner(app.app()).names().collect();
        for name in ["accounts.send_code", "help_requests.lapse", "work.sweep"] {
            assert!(names.contains(&name), "{name}");
        }
    }
}
