//! The server.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use connectrpc::{
    ConnectRpcBody, ConnectRpcService, Limits, RequestContext, Response, Router, ServiceRequest,
    ServiceResult, ServiceStream,
};
use futures_util::{StreamExt, stream};
use http_body_util::{BodyExt, Full};
use js_sys::Promise;
use send_wrapper::SendWrapper;
use tower::Service;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use worker::Headers;

use crate::bench::{
    AddRequest, Chunk, Count, Line, Number, Numbers, Order, Strings, Sum, Text, Tree, Works,
    WorksExt,
};
use crate::failed;
use crate::values::{CHUNK, line};

static SERVICE: LazyLock<ConnectRpcService> = LazyLock::new(|| {
    let router = Arc::new(Server).register(Router::new());
    ConnectRpcService::new(router).with_limits(Limits::unlimited())
});

/// The answer to a request of a client.
pub(crate) async fn answer(mut request: worker::Request) -> worker::Result<worker::Response> {
    let mut asked = http::Request::builder().method("POST").uri(request.path());
    for (name, value) in request.headers().entries() {
        asked = asked.header(name, value);
    }
    let asked = asked
        .body(Full::new(Bytes::from(request.bytes().await?)))
        .map_err(|error| error.to_string())?;
    let answered = match SERVICE.clone().call(asked).await {
        Ok(answered) => answered,
        Err(never) => match never {},
    };

    let (parts, body) = answered.into_parts();
    let headers = Headers::new();
    for (name, value) in &parts.headers {
        headers.append(name.as_str(), &String::from_utf8_lossy(value.as_bytes()))?;
    }
    let response = match body {
        ConnectRpcBody::Full(body) => {
            let bytes = match body.collect().await {
                Ok(collected) => collected.to_bytes(),
                Err(never) => match never {},
            };
            worker::Response::from_bytes(bytes.into())?
        }
        streamed => {
            let chunks = streamed.into_data_stream();
            worker::Response::from_stream(chunks.map(|chunk| match chunk {
                Ok(bytes) => Ok::<Vec<u8>, worker::Error>(bytes.into()),
                Err(never) => match never {},
            }))?
        }
    };
    Ok(response
        .with_status(parts.status.as_u16())
        .with_headers(headers))
}

struct Server;

// What each gives is no promise to anybody.
#[allow(refining_impl_trait)]
impl Works for Server {
    async fn add(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, AddRequest>,
    ) -> ServiceResult<Sum> {
        sum(request.a, request.b)
    }

    async fn add_async(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, AddRequest>,
    ) -> ServiceResult<Sum> {
        let (a, b) = (request.a, request.b);
        let waited = SendWrapper::new(JsFuture::from(Promise::resolve(&JsValue::NULL)));
        SendWrapper::new(async move { waited.await.map(drop) })
            .await
            .map_err(|_| failed("a resolved promise failed"))?;
        sum(a, b)
    }

    async fn echo_string(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Text>,
    ) -> ServiceResult<Text> {
        Response::ok(request.to_owned_message())
    }

    async fn echo_order(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Order>,
    ) -> ServiceResult<Order> {
        Response::ok(request.to_owned_message())
    }

    async fn echo_bytes(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Chunk>,
    ) -> ServiceResult<Chunk> {
        Response::ok(request.to_owned_message())
    }

    async fn echo_strings(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Strings>,
    ) -> ServiceResult<Strings> {
        Response::ok(request.to_owned_message())
    }

    async fn echo_tree(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Tree>,
    ) -> ServiceResult<Tree> {
        Response::ok(request.to_owned_message())
    }

    async fn total(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Numbers>,
    ) -> ServiceResult<Number> {
        Response::ok(Number {
            number: request.numbers.iter().sum(),
            ..Number::default()
        })
    }

    async fn lines(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Count>,
    ) -> ServiceResult<ServiceStream<Line>> {
        Response::stream_ok(stream::iter(0..request.count).map(|number| Ok(line(number))))
    }

    async fn chunks(
        &self,
        _ctx: RequestContext,
        request: ServiceRequest<'_, Count>,
    ) -> ServiceResult<ServiceStream<Chunk>> {
        let chunk = |_| {
            Ok(Chunk {
                bytes: vec![7; CHUNK],
                ..Chunk::default()
            })
        };
        Response::stream_ok(stream::iter(0..request.count).map(chunk))
    }
}

fn sum(a: u32, b: u32) -> ServiceResult<Sum> {
    Response::ok(Sum {
        sum: a.wrapping_add(b),
        ..Sum::default()
    })
}
